/** The script command that gives a card a new PIN. Source: EMV Book 3, 6.5.10, and the schemes' PIN blocks. */
import { packDigits } from "@tillwire/bytes";
import { xorBytes } from "../cipher/bits.ts";
import { doubleLengthBytes, type TdesKey } from "../key.ts";
import { encodePinBlock } from "../pin/pin-block.ts";
import { checkPin, pinField } from "../pin/digits.ts";
import { encipherScriptData } from "./script-encipherment.ts";
import type { ScriptRules } from "./script-rules.ts";
import { buildScriptCommand, deriveScriptKey, type ScriptTransaction } from "./script.ts";

/** The card's keys that a PIN change takes. */
export interface PinChangeKeys {
  readonly cryptogram: TdesKey<"card-cryptogram">;
  readonly integrity: TdesKey<"card-integrity">;
  readonly confidentiality: TdesKey<"card-confidentiality">;
}

/** A new PIN. Visa cards can ask for the current one, which is mixed in. */
export interface PinChange {
  readonly newPin: string;
  readonly currentPin?: string;
  readonly transaction: ScriptTransaction;
}

const filledWithF = "FFFFFFFFFF";

/**
 * Visa's PIN block: the PIN, four bytes of the card's key for cryptograms, and the current PIN where there is one.
 * @throws TillwireError `REQUEST_INVALID` for a PIN that has not 4 to 12 digits, or a key that is not of 16 bytes.
 */
export function visPinBlock(cardKey: TdesKey<"card-cryptogram">, newPin: string, currentPin?: string): Uint8Array {
  const keyBlock = new Uint8Array(8);
  keyBlock.set(doubleLengthBytes(cardKey).subarray(4, 8), 4);
  const block = xorBytes(pinField(0, newPin, filledWithF), keyBlock);
  if (currentPin === undefined) return block;
  checkPin(currentPin);
  return xorBytes(block, packDigits(currentPin.padEnd(16, "0")));
}

/** PIN CHANGE/UNBLOCK with an enciphered PIN and a MAC: P2 is 01 with the current PIN mixed in, 02 without. */
export function pinChangeCommand(rules: ScriptRules, keys: PinChangeKeys, change: PinChange): Uint8Array {
  const { newPin, currentPin, transaction } = change;
  const isVis = rules.pinBlock === "vis";
  const block = isVis ? visPinBlock(keys.cryptogram, newPin, currentPin) : encodePinBlock({ format: 2, pin: newPin });
  const confidentiality = deriveScriptKey(keys.confidentiality, rules, transaction);
  const integrity = deriveScriptKey(keys.integrity, rules, transaction);
  const header = Uint8Array.of(0x84, 0x24, 0x00, isVis && currentPin !== undefined ? 0x01 : 0x02);
  const data = encipherScriptData(confidentiality, block, rules.encipherment);
  return buildScriptCommand(integrity, rules, { header, data, transaction });
}
