/**
 * `@tillwire/device-virtual/reader`: a reader plugin for a virtual card reader. It speaks the virtual reader protocol,
 * version 1; see the README. The reader itself, with its EMV kernel and its cards, is in the entry `./virtual`.
 *
 * @packageDocumentation
 */
import { defineReader } from "@tillwire/plugin-api";
import { openReaderSession } from "./reader-plugin/session.ts";
import { readerSettingsSchema } from "./reader-plugin/settings.ts";
import { version } from "./version.ts";

export default defineReader({
  id: "virtual-reader",
  displayName: "Virtual reader",
  version,
  virtual: true,
  settings: readerSettingsSchema,
  open: openReaderSession,
});
