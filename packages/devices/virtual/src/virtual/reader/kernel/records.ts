/** Read application data: all records of the file locator (EMV Book 3, section 10.2). */
import { concatBytes } from "@tillwire/bytes";
import { flattenTlv } from "@tillwire/emv";
import type { AflEntry } from "@tillwire/emv";
import { OK } from "../../apdu/command.ts";
import { templateIn } from "./card-tlv.ts";
import { cardError, send } from "./dialogue.ts";
import type { Dialogue } from "./dialogue.ts";
import type { Transaction } from "./transaction.ts";

const mandatory = ["5F24", "5A", "8C", "8D"] as const;
/** Files up to here hold EMV data; those above are the scheme's or the issuer's own. */
const lastEmvFile = 10;

/** Reads the records, keeps their values, and what offline authentication covers. */
export function* readRecords(transaction: Transaction, locator: readonly AflEntry[]): Dialogue<void> {
  for (const entry of locator) {
    for (let record = entry.firstRecord; record <= entry.lastRecord; record += 1) {
      const p2 = (entry.sfi << 3) | 4;
      const { data, status } = yield* send({ cla: 0, ins: 0xb2, p1: record, p2, answers: true });
      if (status !== OK) throw cardError("READ RECORD failed.");
      if (entry.sfi <= lastEmvFile) takeValues(transaction, data);
      if (record < entry.firstRecord + entry.authenticatedRecords) takeStaticData(transaction, entry.sfi, data);
    }
  }
  const missing = mandatory.find((tag) => !transaction.card.has(tag));
  if (missing !== undefined) throw cardError(`The card lacks tag ${missing}.`);
}

function takeValues(transaction: Transaction, data: Uint8Array): void {
  const objects = templateIn(data, "70");
  if (objects === undefined) throw cardError("A record is not one template 70.");
  for (const { tag, value } of flattenTlv(objects)) {
    if (transaction.card.has(tag)) throw cardError(`The card has tag ${tag} twice.`);
    transaction.card.set(tag, value);
  }
}

/** Of EMV's own files without the template, of the others with it (EMV Book 3, section 10.3). */
function takeStaticData(transaction: Transaction, sfi: number, data: Uint8Array): void {
  if (transaction.staticData === undefined) return;
  const inside = data[0] === 0x70 ? contentOf(data) : undefined;
  const piece = sfi <= lastEmvFile ? inside : inside && data;
  transaction.staticData = piece && concatBytes(transaction.staticData, piece);
}

/** What stands in a template that fills all of the data. */
function contentOf(data: Uint8Array): Uint8Array | undefined {
  const [, length = 0] = data;
  const start = length === 0x81 ? 3 : 2;
  const bytes = length === 0x81 ? (data[2] ?? 0) : length;
  return length <= 0x81 && data.length === start + bytes ? data.slice(start) : undefined;
}
