/**
 * Field 62: what the reader encrypted, as BER-TLV. `E1` for each element: `C0` what it is, `C1` the key serial number, `C2`
 * the ciphertext. `E2` with `C1` for the PIN in field 52. `E3` with `C0`: why a chip card was swiped. Algorithm, key
 * variant and mode are not told: the host knows them for each set of keys.
 */
import { encodeTlv, type DataObjectInput } from "@tillwire/emv";
import { TillwireError, type CardData, type EncryptedElement } from "@tillwire/plugin-api";

/** What the dialect has a word for. */
const elements: ReadonlySet<EncryptedElement["element"]> = new Set([
  "track-1",
  "track-2",
  "track-2-equivalent",
  "pan",
  "manual-entry",
]);

/** Builds the field. @throws TillwireError `OPERATION_UNSUPPORTED` for keys or elements that this dialect has no word for. */
export function buildEnvelope({ encrypted, pin, fallbackReason }: CardData): Uint8Array {
  const objects = encrypted.map(elementObject);
  if (pin) {
    if (pin.format !== 0 || pin.block.length !== 8) throw unsupported("PIN blocks of format 0 under 8 bytes only");
    objects.push({ tag: "E2", children: [{ tag: "C1", value: pin.key.keySerialNumber }] });
  }
  if (fallbackReason) objects.push({ tag: "E3", children: [{ tag: "C0", value: ascii(fallbackReason) }] });
  return encodeTlv(objects);
}

function elementObject({ element, key, ciphertext }: EncryptedElement): DataObjectInput {
  if (!elements.has(element)) throw unsupported(`no element of the kind ${element}`);
  if (key.scheme === "vendor") throw unsupported("no keys of a vendor's own scheme");
  return {
    tag: "E1",
    children: [
      { tag: "C0", value: ascii(element) },
      { tag: "C1", value: key.keySerialNumber },
      { tag: "C2", value: ciphertext },
    ],
  };
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function unsupported(what: string): TillwireError {
  const message = `This gateway takes ${what}. Use a reader whose encryption the gateway knows.`;
  return new TillwireError("OPERATION_UNSUPPORTED", { message, effect: "none" });
}
