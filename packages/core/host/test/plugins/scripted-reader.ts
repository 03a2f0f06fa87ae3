/** A reader for these tests: what it does with a card is up to the script, and it tells what it was asked. */
import { defineReader } from "@tillwire/plugin-api";
import type { CardData, DeviceContext, ReaderCapabilities, ReaderSession } from "@tillwire/plugin-api";
import { z } from "zod";

const settingsSchema = z.strictObject({
  /** What goes wrong, in which method, in the first session. */
  fault: z.strictObject({ what: z.enum(["crashes", "spins", "hangs"]), where: z.enum(["read", "finish"]) }).optional(),
});
export type ReaderSettings = z.infer<typeof settingsSchema>;

/** What a script may do otherwise than the plain reader. */
export type ReaderScript = (context: DeviceContext, settings: ReaderSettings) => Partial<ReaderSession>;

/** Bytes that no test value has by chance: what encrypts a track and a PIN here. */
export const ciphertext = Uint8Array.from({ length: 40 }, (_, index) => (index * 37 + 11) % 256);
export const pinBlock = Uint8Array.from([0xc0, 0xff, 0xee, 0xb1, 0x0c, 0x5e, 0xca, 0xfe]);
const key = { scheme: "dukpt-tdes", keySerialNumber: new Uint8Array(10).fill(0xaa) } as const;

/** A chip card that was read with its PIN. */
export const chipCard: CardData = {
  summary: { entry: "chip", brand: "Visa", pan: "476173******0119" as NonNullable<CardData["summary"]["pan"]> },
  emv: { "9F26": "0123456789ABCDEF", "9F27": "80" },
  encrypted: [{ element: "track-2-equivalent", key: { ...key, usage: "data-request" }, ciphertext }],
  pin: { format: 0, key: { ...key, usage: "pin" }, block: pinBlock },
};

export const readerCapabilities: ReaderCapabilities = {
  entries: ["chip", "contactless"],
  currencies: "any",
  cancel: true,
  onlinePin: true,
  lateAmount: "none",
  questions: ["application"],
  display: false,
};

/** A reader whose sessions do what the script says, and else read a chip card that agrees. */
export function scriptedReader(script: ReaderScript = () => ({})) {
  let transactions = 0;
  return defineReader({
    id: "scripted-reader",
    displayName: "Scripted reader",
    version: "1.0.0",
    virtual: true,
    settings: settingsSchema,
    open: async (context, settings) => ({
      capabilities: readerCapabilities,
      read: async ({ attemptId }) => {
        context.emit({ type: "card-presented", attemptId, card: chipCard.summary });
        return { kind: "online-completion", transactionId: `tx_${(transactions += 1)}`, card: chipCard };
      },
      finish: async ({ answer }) => ({ accepted: answer.verdict === "approved", emv: { "9F27": "40" } }),
      abandon: async () => undefined,
      loadParameters: async ({ version }) => `hash of ${version}`,
      parametersHash: async () => null,
      [Symbol.asyncDispose]: async () => undefined,
      ...script(context, settings),
    }),
  });
}
