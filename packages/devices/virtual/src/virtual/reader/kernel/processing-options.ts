/** Initiate application processing: GET PROCESSING OPTIONS (EMV Book 3, section 10.1). */
import { concatBytes } from "@tillwire/bytes";
import { buildDolData, decodeAfl, decodeDol, dolDataLength } from "@tillwire/emv";
import type { AflEntry } from "@tillwire/emv";
import { TillwireError } from "@tillwire/plugin-api";
import { OK } from "../../apdu/command.ts";
import { objectsIn } from "./card-tlv.ts";
import { cardError, send } from "./dialogue.ts";
import type { Dialogue } from "./dialogue.ts";
import { valuesOf } from "./transaction.ts";
import type { Transaction } from "./transaction.ts";

/** The command carries 255 bytes, its template's tag and length included. */
const maxOptionsBytes = 253;
const conditionsNotSatisfied = 0x6985;
const profileBytes = 2;

/** Where the records are. `undefined`: the card wants another application to be used. */
export function* getProcessingOptions(
  transaction: Transaction,
  pdol: Uint8Array | undefined,
): Dialogue<readonly AflEntry[] | undefined> {
  const data = optionsData(transaction, pdol);
  transaction.optionsData = data;
  const body = concatBytes(Uint8Array.of(0x83, data.length), data);
  const { data: answer, status } = yield* send({ cla: 0x80, ins: 0xa8, p1: 0, p2: 0, data: body, answers: true });
  if (status === conditionsNotSatisfied) return undefined;
  if (status !== OK) throw cardError("GET PROCESSING OPTIONS failed.");
  const { profile, locator } = readAnswer(answer);
  transaction.card.set("82", profile);
  transaction.card.set("94", locator);
  return fromCard("94", () => decodeAfl(locator));
}

function optionsData(transaction: Transaction, pdol: Uint8Array | undefined): Uint8Array {
  if (pdol === undefined) return new Uint8Array(0);
  const entries = fromCard("9F38", () => decodeDol(pdol));
  if (dolDataLength(entries) > maxOptionsBytes)
    throw cardError("The card's PDOL asks for more than a command carries.");
  return buildDolData(entries, valuesOf(transaction));
}

/** Format 1 is a value of both, format 2 a template. */
function readAnswer(answer: Uint8Array): { readonly profile: Uint8Array; readonly locator: Uint8Array } {
  const [object, ...more] = objectsIn(answer) ?? [];
  if (object === undefined || more.length > 0) throw cardError("The answer to GET PROCESSING OPTIONS is no template.");
  if (object.tag === "80") {
    if (object.value.length < profileBytes + 4) throw cardError("The answer to GET PROCESSING OPTIONS is too short.");
    return { profile: object.value.slice(0, profileBytes), locator: object.value.slice(profileBytes) };
  }
  const inside = object.kind === "constructed" && object.tag === "77" ? object.children : [];
  const profile = inside.find(({ tag }) => tag === "82")?.value;
  const locator = inside.find(({ tag }) => tag === "94")?.value;
  if (profile?.length !== profileBytes || locator === undefined) {
    throw cardError("The answer to GET PROCESSING OPTIONS lacks profile or file locator.");
  }
  return { profile, locator };
}

/** Reads something of the card's; what is wrong with it ends the transaction. */
export function fromCard<Value>(tag: string, read: () => Value): Value {
  try {
    return read();
  } catch (thrown) {
    if (TillwireError.is(thrown)) throw cardError(`Tag ${tag} of the card cannot be read.`);
    throw thrown;
  }
}
