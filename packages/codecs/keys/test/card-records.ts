/** Reads recorded cards and readers as far as these tests need it: no more of BER-TLV than they hold. */
import { fromHex } from "@tillwire/bytes";

/** Values of template 70 by the P2 and P1 of their READ RECORD: `1C01` is record 1 of SFI 3. */
export function recordValues(exchange: readonly { readonly c: string; readonly r: string }[]): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>();
  for (const { c, r } of exchange) {
    if (!c.startsWith("00B2") || !r.startsWith("70")) continue;
    records.set(c.slice(6, 8) + c.slice(4, 6), tlvOf(fromHex(r.slice(0, -4))).get("70") ?? fromHex(""));
  }
  return records;
}

/** The data objects that stand behind each other, values by tag. */
export function tlvOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const objects = new Map<string, Uint8Array>();
  for (let position = 0; position < bytes.length;) {
    let tagBytes = 1;
    if (((bytes[position] ?? 0) & 0x1f) === 0x1f) {
      do tagBytes += 1;
      while (((bytes[position + tagBytes - 1] ?? 0) & 0x80) !== 0);
    }
    const tag = Buffer.from(bytes.subarray(position, position + tagBytes))
      .toString("hex")
      .toUpperCase();
    position += tagBytes;
    let length = bytes[position] ?? 0;
    position += 1;
    if (length === 0x81) {
      length = bytes[position] ?? 0;
      position += 1;
    }
    objects.set(tag, bytes.slice(position, position + length));
    position += length;
  }
  return objects;
}
