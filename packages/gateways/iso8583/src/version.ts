/** The package's version, as the manifest and the handshake tell it. A test compares it with package.json. */
export const version = "0.1.0";
