/** The journal's settings. */
import { z } from "zod";

const mebibyte = 1024 * 1024;

/** What a shop may set. */
export const settingsSchema = z.strictObject({
  file: z
    .string()
    .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/, "A file name of A-Z a-z 0-9 . _ -")
    .default("journal.sqlite")
    .describe("Name of the file in the bridge's data folder."),
  reserveBytes: z
    .int()
    .min(0)
    .max(1024 * mebibyte)
    .default(16 * mebibyte)
    .describe("Room on the disk that is kept for finishing open payments when the disk is full. 0 keeps none."),
});
