/** Issuer script commands with their MAC: made by the issuer, checked by the card. Source: EMV Book 2, 9.2. */
import { concatBytes, encodeError } from "@tillwire/bytes";
import { doubleLengthBytes, keyCipher, type EmvUse, type TdesKey } from "../key.ts";
import { retailMac } from "../mac/cbc-mac.ts";
import { equalMacs } from "../mac/mac.ts";
import { padWithBit } from "../mac/padding.ts";
import type { ScriptRules } from "./script-rules.ts";
import { deriveSessionKey } from "./session-key.ts";
import { checkLength } from "./tag-values.ts";

/** The transaction that a script answers: tags 9F36 and 9F26. */
export interface ScriptTransaction {
  readonly atc: Uint8Array;
  readonly cryptogram: Uint8Array;
}

const macBytes = 8;
const headerBytes = 4;
/** CLA, INS, P1, P2 and Lc. */
const headerAndLengthBytes = 5;
const maxCommandDataBytes = 255;

/** A key for the scripts of one transaction. */
export function deriveScriptKey<Use extends EmvUse>(
  cardKey: TdesKey<`card-${Use}`>,
  rules: ScriptRules,
  transaction: ScriptTransaction,
): TdesKey<`session-${Use}`> {
  const { atc, cryptogram } = transaction;
  if (rules.sessionKey === "visa-script") return deriveSessionKey(cardKey, { method: "visa-script", atc });
  return deriveSessionKey(cardKey, { method: "emv-common", diversification: cryptogram });
}

/** The MAC of a message: MAC algorithm 3 with padding method 2. `lengthBytes`, 4 to 8, cuts it on the left. */
export function scriptMac(key: TdesKey<"session-integrity">, message: Uint8Array, lengthBytes = macBytes): Uint8Array {
  if (lengthBytes < 4 || lengthBytes > macBytes) throw encodeError("The MAC of a script has 4 to 8 bytes.");
  return retailMac(doubleLengthBytes(key), keyCipher(key), padWithBit(message, 8)).slice(0, lengthBytes);
}

/** A command without its MAC: `data` is as it goes to the card, enciphered where it has to be. */
export interface ScriptCommand {
  /** CLA, INS, P1 and P2. */
  readonly header: Uint8Array;
  readonly data: Uint8Array;
  readonly transaction: ScriptTransaction;
}

/**
 * A whole command: header, length, data and a MAC of 8 bytes.
 * @throws TillwireError `REQUEST_INVALID` for a header that is none, or more data than a command carries.
 */
export function buildScriptCommand(
  key: TdesKey<"session-integrity">,
  rules: ScriptRules,
  { header, data, transaction }: ScriptCommand,
): Uint8Array {
  checkLength("A command header", header, headerBytes);
  const length = data.length + macBytes;
  if (length > maxCommandDataBytes)
    throw encodeError(`A script command carries 247 bytes and its MAC, not ${data.length}.`);
  const headerAndLength = concatBytes(header, Uint8Array.of(length));
  const mac = scriptMac(key, macMessage(rules, headerAndLength, { data, transaction }));
  return concatBytes(headerAndLength, data, mac);
}

/** The data of a command, when its MAC is right; otherwise `undefined`. This is the card's check. */
export function verifyScriptCommand(
  key: TdesKey<"session-integrity">,
  rules: ScriptRules,
  received: { readonly command: Uint8Array; readonly transaction: ScriptTransaction },
): Uint8Array | undefined {
  const { command, transaction } = received;
  const isWhole =
    command.length >= headerAndLengthBytes + macBytes && command[4] === command.length - headerAndLengthBytes;
  if (!isWhole) return undefined;
  const data = command.subarray(headerAndLengthBytes, -macBytes);
  const mac = scriptMac(key, macMessage(rules, command.subarray(0, headerAndLengthBytes), { data, transaction }));
  return equalMacs(mac, command.subarray(-macBytes)) ? data : undefined;
}

function macMessage(
  rules: ScriptRules,
  headerAndLength: Uint8Array,
  { data, transaction }: Pick<ScriptCommand, "data" | "transaction">,
): Uint8Array {
  if (!rules.macCoversTransaction) return concatBytes(headerAndLength, data);
  return concatBytes(headerAndLength, transaction.atc, transaction.cryptogram, data);
}
