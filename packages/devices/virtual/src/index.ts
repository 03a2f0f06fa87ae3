/**
 * `@tillwire/device-virtual`: a terminal plugin that moves no real money. It speaks the virtual terminal protocol,
 * version 1; see the README. The terminal itself is the entry `./virtual`.
 *
 * @packageDocumentation
 */
import { defineTerminal } from "@tillwire/plugin-api";
import { openSession } from "./plugin/session.ts";
import { settingsSchema } from "./plugin/settings.ts";
import { version } from "./version.ts";

/** The terminal keeps its references for good; a journal keeps them for 35 days, and this is ten times as long. */
const uniqueForMs = 350 * 86_400_000;

export default defineTerminal({
  id: "virtual",
  displayName: "Virtual terminal",
  version,
  virtual: true,
  settings: settingsSchema,
  references: [{ name: "transaction", alphabet: "alphanumeric", length: 20, scope: "device", uniqueForMs }],
  open: openSession,
});
