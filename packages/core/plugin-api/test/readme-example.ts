/** The README's example. It shows too that a schema of zod is a settings schema. */
// #region example
import { defineTerminal } from "@tillwire/plugin-api";
import { z } from "zod"; // any validator that speaks Standard Schema with JSON Schema output
import { openSession } from "./readme-session.ts";

export default defineTerminal({
  id: "example",
  displayName: "Example terminals",
  version: "1.0.0",
  settings: z.strictObject({ host: z.string(), port: z.int() }),
  references: [{ name: "stan", alphabet: "digits", length: 6, scope: "device", uniqueForMs: 86_400_000 }],
  open: async (context, { host, port }) => openSession(await context.connect({ transport: "tcp", host, port })),
});
// #endregion
