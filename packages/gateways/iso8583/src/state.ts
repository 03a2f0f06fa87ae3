/** What the connector remembers between two steps and after a restart. Plain data without card data: it is journaled. */
import { TillwireError, type JsonValue } from "@tillwire/plugin-api";
import { z } from "zod";

const digits = (length: number) => z.string().regex(new RegExp(`^[0-9]{${length}}$`));

const originalSchema = z.strictObject({
  mti: digits(4),
  stan: digits(6),
  transmissionTime: digits(10),
  retrievalReference: z.string().regex(/^[0-9A-Z]{12}$/),
  processingCode: digits(6),
  entryMode: digits(3),
  currency: z.string().regex(/^[A-Z]{3}$/),
  requestedMinor: z.int().min(0),
  tipMinor: z.int().min(0),
  cashbackMinor: z.int().min(0),
  cardSequenceNumber: digits(3).exactOptional(),
});

/** What was sent in an authorization, as far as its answer and its reversal need it. */
export type Original = z.infer<typeof originalSchema>;

const stateSchema = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("authorize"), original: originalSchema }),
  z.strictObject({ step: z.literal("reverse"), stan: digits(6) }),
]);

/** The connector's state. */
export type State = z.infer<typeof stateSchema>;

/** Parses a state that came back. It may be of an older version of this package. */
export function parseState(value: JsonValue): State {
  const parsed = stateSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TillwireError("INTERNAL", {
    message: `The connector's state cannot be read: ${z.prettifyError(parsed.error)}`,
    effect: "possible",
  });
}

/** The authorization that a reversal is about. */
export function originalOf(value: JsonValue): Original {
  const state = parseState(value);
  if (state.step === "authorize") return state.original;
  throw new TillwireError("INTERNAL", { message: "The state is not that of an authorization.", effect: "possible" });
}
