/** Never ends to be imported. */
for (;;);
