/** GENERATE AC, from the reader's side (EMV Book 3, section 6.5.5; CDA: Book 2, section 6.6). */
import { concatBytes } from "@tillwire/bytes";
import { buildDolData, decodeDol, encodeTlv } from "@tillwire/emv";
import type { DataObject } from "@tillwire/emv";
import { verifyCombinedData } from "@tillwire/keys";
import type { RsaPublicKey } from "@tillwire/keys";
import { OK } from "../../apdu/command.ts";
import type { Cryptogram } from "./actions.ts";
import { combinedFailed } from "./authentication.ts";
import { objectsIn } from "./card-tlv.ts";
import { cardError, send } from "./dialogue.ts";
import type { Dialogue } from "./dialogue.ts";
import { fromCard } from "./processing-options.ts";
import { valuesOf } from "./transaction.ts";
import type { Transaction } from "./transaction.ts";

const request = { aac: 0x00, tc: 0x40, arqc: 0x80 } as const;
const combinedRequest = 0x10;
const kinds = new Map<number, Cryptogram>([
  [0x00, "aac"],
  [0x40, "tc"],
  [0x80, "arqc"],
]);
/** A card may lower what it is asked for. */
const rank = { aac: 0, arqc: 1, tc: 2 } as const;
const informationBytes = 1;
const counterBytes = 2;
const cryptogramBytes = 8;
/** What a cryptogram brings; the second one replaces it. */
const cryptogramTags = ["9F27", "9F36", "9F26", "9F10", "9F4B"] as const;

/** What to ask for. */
export interface GenerateRequest {
  readonly asked: Cryptogram;
  /** Tag 8C for the first, 8D for the second one. */
  readonly list: "8C" | "8D";
  /** Ask for the card's signature as well, and check it with this key. */
  readonly combined?: RsaPublicKey<"icc"> | undefined;
}

/** What the card gave. */
export interface Generated {
  readonly kind: Cryptogram;
  /** Tag 9F27. */
  readonly information: number;
  /** The signature was asked for, and was not right: the transaction must not be approved. */
  readonly signatureFailed: boolean;
  /** Values sent for the list, which the next signature covers as well. */
  readonly sent: Uint8Array;
}

/** Asks the card, and keeps what it said under its tags. `before`: values sent with the first command, for the second. */
export function* generateAc(
  transaction: Transaction,
  { asked, list, combined }: GenerateRequest,
  before: Uint8Array = new Uint8Array(0),
): Dialogue<Generated> {
  const entries = fromCard(list, () => decodeDol(transaction.card.get(list) ?? new Uint8Array(0)));
  const sent = buildDolData(entries, valuesOf(transaction));
  const p1 = request[asked] | (combined ? combinedRequest : 0);
  const body = sent.length > 0 ? { data: sent } : {};
  const { data: answer, status } = yield* send({ cla: 0x80, ins: 0xae, p1, p2: 0, ...body, answers: true });
  if (status !== OK) throw cardError("GENERATE AC failed.");
  for (const tag of cryptogramTags) transaction.card.delete(tag);
  const objects = readAnswer(transaction, answer);
  const [information = 0] = transaction.card.get("9F27") ?? [];
  const kind = kinds.get(information & 0xc0);
  if (kind === undefined || rank[kind] > rank[asked]) throw cardError("The card gave more than it was asked for.");
  const covers = concatBytes(transaction.optionsData, before, sent);
  const isSigned = combined !== undefined && kind !== "aac";
  const signatureFailed = isSigned && !isCombinedRight(transaction, { key: combined, objects, covers, information });
  if (signatureFailed) combinedFailed(transaction);
  else if (isSigned) transaction.tsi.add("odaPerformed");
  if (!signatureFailed && !transaction.card.has("9F26")) throw cardError("The card gave no cryptogram.");
  transaction.tsi.add("cardRiskManagementPerformed");
  return { kind, information, signatureFailed, sent };
}

/** Takes the values out of format 1 or 2. Gives the objects as they stood, for the signature. */
function readAnswer(transaction: Transaction, answer: Uint8Array): readonly DataObject[] {
  const [object, ...more] = objectsIn(answer) ?? [];
  if (object === undefined || more.length > 0) throw cardError("The answer to GENERATE AC is no template.");
  if (object.tag === "80") {
    takeFormat1(transaction, object.value);
    return [];
  }
  if (object.kind !== "constructed" || object.tag !== "77") throw cardError("The answer to GENERATE AC is unknown.");
  for (const { tag, value } of object.children) transaction.card.set(tag, value);
  if (!transaction.card.has("9F27") || !transaction.card.has("9F36")) {
    throw cardError("The answer to GENERATE AC lacks data.");
  }
  return object.children;
}

function takeFormat1({ card }: Transaction, value: Uint8Array): void {
  const cryptogramStart = informationBytes + counterBytes;
  const restStart = cryptogramStart + cryptogramBytes;
  if (value.length < restStart) throw cardError("The answer to GENERATE AC is too short.");
  card.set("9F27", value.slice(0, informationBytes));
  card.set("9F36", value.slice(informationBytes, cryptogramStart));
  card.set("9F26", value.slice(cryptogramStart, restStart));
  if (value.length > restStart) card.set("9F10", value.slice(restStart));
}

interface Signed {
  readonly key: RsaPublicKey<"icc">;
  readonly objects: readonly DataObject[];
  readonly covers: Uint8Array;
  readonly information: number;
}

/** Checks the signature, and takes the cryptogram out of it. */
function isCombinedRight(transaction: Transaction, { key, objects, covers, information }: Signed): boolean {
  const signature = transaction.card.get("9F4B");
  const unpredictableNumber = transaction.terminal.get("9F37");
  if (signature === undefined || unpredictableNumber === undefined) return false;
  const verified = verifyCombinedData(key, signature, {
    unpredictableNumber,
    cryptogramInformation: information,
    transactionData: concatBytes(covers, encodeTlv(objects.filter(({ tag }) => tag !== "9F4B"))),
  });
  if (verified.kind === "failed") return false;
  transaction.card.set("9F26", verified.cryptogram);
  transaction.card.set("9F4C", verified.iccDynamicNumber);
  return true;
}
