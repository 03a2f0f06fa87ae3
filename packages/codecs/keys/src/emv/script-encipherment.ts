/** Secret data in issuer scripts. Source: EMV Book 2, 9.3, and the schemes' own ways of filling up. */
import { concatBytes, decodeError, encodeError } from "@tillwire/bytes";
import { doubleLengthBytes, keyCipher, type TdesKey } from "../key.ts";
import { padWithBit } from "../mac/padding.ts";
import type { ScriptEncipherment } from "./script-rules.ts";

/** What a short command can carry. */
const maxDataBytes = 255;

/**
 * Encrypts the data of a script command.
 * @throws TillwireError `REQUEST_INVALID` for a key that is not of 16 bytes or more data than a command carries.
 */
export function encipherScriptData(
  key: TdesKey<"session-confidentiality">,
  data: Uint8Array,
  how: ScriptEncipherment,
): Uint8Array {
  doubleLengthBytes(key);
  if (data.length > maxDataBytes) throw encodeError(`A script command carries 255 bytes, not ${data.length}.`);
  const cipher = keyCipher(key);
  if (how === "visa") return cipher.encrypt(padWithBit(concatBytes(Uint8Array.of(data.length), data), 8));
  if (how === "mastercard") return cipher.encryptCbc(data.length % 8 === 0 ? data : padWithBit(data, 8));
  if (how === "ccd") return cipher.encryptCbc(padWithBit(data, 8));
  throw encodeError("There are the encipherments visa, mastercard and ccd only."); // it may come from a configuration
}

/**
 * Decrypts the data of a script command, on the card. With `mastercard`, data that was filled up keeps its filling:
 * nothing in it says whether there is one.
 * @throws TillwireError `FRAME_INVALID` when what comes out was not filled up as it should be: another key.
 */
export function decipherScriptData(
  key: TdesKey<"session-confidentiality">,
  ciphertext: Uint8Array,
  how: ScriptEncipherment,
): Uint8Array {
  doubleLengthBytes(key);
  const cipher = keyCipher(key);
  if (how === "mastercard") return cipher.decryptCbc(ciphertext);
  const padded = how === "visa" ? cipher.decrypt(ciphertext) : cipher.decryptCbc(ciphertext);
  const data = withoutPadding(padded);
  if (how === "ccd") return data;
  if (data[0] !== data.length - 1) throw unreadable();
  return data.subarray(1);
}

function withoutPadding(padded: Uint8Array): Uint8Array {
  const end = padded.lastIndexOf(0x80);
  if (end < padded.length - 8 || end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0)) throw unreadable();
  return padded.subarray(0, end);
}

function unreadable(): Error {
  return decodeError("The data of the script command cannot be read with this key.");
}
