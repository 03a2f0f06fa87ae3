/** Settings of the connector: who we are to the host, and where it is. */
import { z } from "zod";

const tls = z.strictObject({
  serverName: z.string().min(1).max(253).exactOptional(),
  authoritiesPem: z.array(z.string().min(1).max(20_000)).min(1).max(20).exactOptional(),
});

export const settingsSchema = z.strictObject({
  host: z.string().min(1).max(253).describe("Name or IP address of the acquirer's host."),
  port: z.int().min(1).max(65_535).describe("Its TCP port."),
  tls: tls.exactOptional().describe("Present: TLS, the certificate is always checked. Absent: plain TCP."),
  terminalId: z
    .string()
    .regex(/^[A-Z0-9]{8}$/, "Eight capital letters and digits")
    .describe("Field 41, as the acquirer gave it."),
  merchantId: z
    .string()
    .regex(/^[A-Z0-9]{1,15}$/, "Up to fifteen capital letters and digits")
    .describe("Field 42, as the acquirer gave it."),
  merchantCategoryCode: z
    .string()
    .regex(/^\d{4}$/, "Four digits")
    .describe("Field 18."),
  networkAddress: z
    .string()
    .regex(/^[0-9A-F]{4}$/, "Four hexadecimal digits")
    .default("0001")
    .describe("Destination of the TPDU (NII)."),
  answerTimeoutMs: z.int().min(1_000).max(120_000).default(30_000).describe("How long to wait for an answer."),
  idleMs: z.int().min(5_000).max(3_600_000).default(60_000).describe("After so long without a message, an echo."),
});

/** The settings, checked, with their defaults. */
export type Settings = z.infer<typeof settingsSchema>;
