/** The result of each method, what each notification carries, and errors. */
import { z } from "zod";
import { nameSchema } from "../parts.ts";
import { laneViewSchema } from "./lane.ts";
import { paymentEventSchema, paymentViewSchema } from "./payment.ts";
import { bridgeState, count, errorCode, mode, text, time } from "./values.ts";

const payment = z.object({ payment: paymentViewSchema });

/**
 * The result of each method.
 * @public
 */
export const resultSchemas = {
  "session.open": z.object({
    sessionId: nameSchema,
    version: z.int(),
    openPayments: z.array(paymentViewSchema).describe("What is not final, or not acknowledged."),
    lanes: z.array(laneViewSchema),
    signature: text.exactOptional().describe("The bridge's own, over both nonces, when the POS signed."),
  }),
  "payment.sale": payment,
  "payment.cancel": z.object({
    cancel: z
      .enum(["canceling", "too-late", "nothing-to-cancel"])
      .describe("What the wish came to. The payment's own answer is the truth."),
  }),
  "payment.get": payment,
  "payment.watch": payment.extend({
    events: z.array(paymentEventSchema).describe("Those after `afterSeq` that are still known, in order."),
    gap: z.boolean().describe("True when progress between `afterSeq` and the first event is lost."),
  }),
  "payment.answer": z.object({ accepted: z.literal(true) }),
  "payment.acknowledge": payment,
  "payment.close": z.discriminatedUnion("closed", [
    z.object({ closed: z.literal(true) }),
    z.object({ closed: z.literal(false), payment: paymentViewSchema }),
  ]),
  "lane.list": z.object({ lanes: z.array(laneViewSchema) }),
  "lane.status": z.object({ lane: laneViewSchema }),
  "bridge.status": z.object({
    state: bridgeState,
    version: text,
    mode,
    startedAt: time,
    lanes: z.array(laneViewSchema),
    openPayments: count.describe("Payments whose outcome is still open."),
    parkedPayments: count.describe("Payments that a person has to settle."),
    undeliveredPayments: count.describe("Final payments that no POS has acknowledged."),
  }),
};

/**
 * What each notification carries.
 * @public
 */
export const notificationSchemas = {
  "bridge.hello": z.object({
    versions: z.object({ min: z.int(), max: z.int() }).describe("Versions of the protocol that the bridge speaks."),
    bridge: z.object({
      name: text.describe("What the operator calls this bridge, for people who have several."),
      version: text.describe("The bridge's own version."),
      mode: mode.describe("In `live` the bridge moves real money."),
      keyId: text.describe("Identifies the bridge's own signing key."),
    }),
    limits: z.object({
      messageBytes: count.describe("Largest message to the bridge, in UTF-8."),
      requestsInFlight: count.describe("Requests of one connection that may wait for their answer."),
      connections: count.describe("Connections to the bridge, of all POS together."),
      handshakeMs: count.describe("A connection without a session is closed then."),
      idleMs: count.describe("A connection that does not answer pings for so long is closed."),
      queuedBytes: count.describe("What may wait for a POS that does not read; beyond it the connection is closed."),
    }),
    nonce: text.describe("Random, fresh for this connection; a POS with a key signs it."),
  }),
  "payment.event": paymentEventSchema,
  "lane.event": z.object({ lane: laneViewSchema }),
  "bridge.event": z.object({ state: bridgeState, message: text }),
};

/**
 * An error, as it travels.
 * @public
 */
export const errorMessageSchema = z
  .object({
    code: z.int().describe("The number that JSON-RPC has for it."),
    message: text.describe("What happened and what to do next, for a person."),
    data: z.object({
      code: errorCode,
      effect: z.enum(["none", "possible"]).describe("May money have moved all the same?"),
      retry: z.boolean().describe("May the very same request be sent again?"),
    }),
  })
  .meta({ id: "Error" });
