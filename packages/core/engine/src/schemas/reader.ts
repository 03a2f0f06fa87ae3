/** Schemas of what a reader can do, of what it is asked, and of its answers. */
import { z } from "zod";
import type {
  EmvTags,
  FinishResult,
  HostAnswer,
  ReaderCapabilities,
  ReadRequest,
  ReadResult,
} from "@tillwire/plugin-api";
import { bytesSchema } from "./bytes.ts";
import { cardEntrySchema, emvTagsSchema } from "./card.ts";
import { cardDataSchema } from "./card-data.ts";
import { amountMinorSchema, currencySchema, moneySchema } from "./money.ts";
import { declineReasonSchema } from "./outcome.ts";
import { questionKindSchema } from "./questions.ts";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { attemptIdSchema, durationMsSchema, LIST_LENGTH_MAX, nameSchema, promptIdSchema } from "./text.ts";

/** One script has at most 128 bytes by EMV Book 3, section 10.10; hosts send some, and some send more. */
const SCRIPTS_MAX = 20;
const SCRIPT_BYTES_MAX = 2_048;

const entries = z.array(cardEntrySchema).max(LIST_LENGTH_MAX).readonly();

export const readerCapabilitiesSchema = z.strictObject({
  entries,
  currencies: z.union([z.literal("any"), z.array(currencySchema).max(LIST_LENGTH_MAX).readonly()]),
  cancel: z.boolean(),
  onlinePin: z.boolean(),
  lateAmount: z.enum(["before-ac", "quick-chip", "none"]),
  questions: z.array(questionKindSchema).max(LIST_LENGTH_MAX).readonly(),
  display: z.boolean(),
});

export const readRequestSchema = z.strictObject({
  attemptId: attemptIdSchema,
  kind: z.enum(["sale", "authorize", "refund", "verify", "balance", "token"]),
  amount: moneySchema,
  cashbackMinor: amountMinorSchema,
  entries,
  mode: z.enum(["full", "quick-chip"]),
  timeoutMs: durationMsSchema,
  again: z.exactOptional(z.enum(["wrong-pin", "contact-required", "other-interface"])),
});

const transaction = { transactionId: nameSchema, card: cardDataSchema };

export const readResultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("online-completion"), ...transaction }),
  z.strictObject({ kind: z.literal("online-final"), ...transaction }),
  z.strictObject({ kind: z.literal("offline-approved"), ...transaction }),
  z.strictObject({ kind: z.literal("offline-declined"), reason: declineReasonSchema, card: cardDataSchema }),
  z.strictObject({ kind: z.literal("card-only"), card: cardDataSchema }),
  z.strictObject({ kind: z.literal("try-other-interface"), entries, promptId: promptIdSchema }),
  z.strictObject({ kind: z.literal("canceled"), by: z.enum(["shopper", "pos", "timeout"]) }),
]);

export const hostAnswerSchema = z.strictObject({
  verdict: z.enum(["approved", "declined", "unable-to-go-online"]),
  responseCode: z.exactOptional(z.string().regex(/^[0-9A-Za-z]{2}$/, "Two letters or digits")),
  authorizationCode: z.exactOptional(nameSchema),
  issuerAuthenticationData: z.exactOptional(bytesSchema(8, 16)),
  issuerScripts: z.exactOptional(z.array(bytesSchema(1, SCRIPT_BYTES_MAX)).max(SCRIPTS_MAX).readonly()),
});

export const transactionRequestSchema = z.strictObject({ transactionId: nameSchema });
export const finishRequestSchema = z.strictObject({ transactionId: nameSchema, answer: hostAnswerSchema });
export const finishResultSchema = z.strictObject({ accepted: z.boolean(), emv: z.exactOptional(emvTagsSchema) });

/** Members that are `undefined` are left out where an answer crosses. */
type Crossed = Omit<FinishResult, "emv"> & { readonly emv?: EmvTags };

proves<Same<z.infer<typeof readerCapabilitiesSchema>, ReaderCapabilities>>();
proves<Same<z.infer<typeof readRequestSchema>, ReadRequest>>();
proves<Same<z.infer<typeof readResultSchema>, ReadResult>>();
proves<Same<z.infer<typeof hostAnswerSchema>, HostAnswer>>();
proves<Same<z.infer<typeof finishResultSchema>, Crossed>>();
