/** Cannot be imported. */
throw new Error("this module is broken");
