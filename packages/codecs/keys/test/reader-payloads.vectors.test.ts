/** Whole frames of real readers, with the published key they were made under. */
import { createHash } from "node:crypto";
import { concatBytes, fromHex, toHex } from "@tillwire/bytes";
import { expect } from "vitest";
import {
  decryptData,
  deriveTdesInitialKey,
  deriveTdesTransactionKey,
  exportKey,
  nextTdesKeySerialNumber,
  padWithZeros,
  parseTdesKeySerialNumber,
  tdesDataKey,
  tdesKey,
  tdesPinVariantData,
  tdesStandardData,
  withTdesCounter,
  type TdesDataSettings,
} from "../src/index.ts";
import { tlvOf } from "./card-records.ts";
import { runVectors, type Vector } from "./vectors.ts";

/** The setting of a key set, and the one that it must not be mistaken for. */
function settingsOf(vector: Vector): { readonly right: TdesDataSettings; readonly wrong: TdesDataSettings } {
  const isPinVariant = vector.text("keyUse") === "pin-variant";
  return isPinVariant
    ? { right: tdesPinVariantData, wrong: tdesStandardData }
    : { right: tdesStandardData, wrong: tdesPinVariantData };
}

function decrypterOf(vector: Vector, ksn: Uint8Array, settings: TdesDataSettings) {
  const keySerialNumber = parseTdesKeySerialNumber(ksn);
  const initialKey = deriveTdesInitialKey(tdesKey("base-derivation", vector.hex("bdk")), keySerialNumber);
  const key = tdesDataKey(deriveTdesTransactionKey(initialKey, keySerialNumber), "request", settings);
  return {
    initialKey,
    key,
    text: (ciphertext: Uint8Array) => latin1(decryptData(key, ciphertext)).replace(/\0+$/, ""),
    bytes: (ciphertext: Uint8Array) => decryptData(key, ciphertext),
  };
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const sha1 = (text: string) => toHex(createHash("sha1").update(text, "latin1").digest());

runVectors("reader-payloads", {
  "data-key": (vector) => {
    const { key } = decrypterOf(vector, vector.hex("ksn"), tdesStandardData);
    vector.expectHex("dataRequestKey", exportKey(key));
  },
  decrypt: (vector) => {
    const { right, wrong } = settingsOf(vector);
    const decrypter = decrypterOf(vector, vector.hex("ksn"), right);
    const ciphertext = vector.hex("ciphertext");
    if (vector.expects("key")) vector.expectHex("key", exportKey(decrypter.key));
    if (vector.expects("ipek")) vector.expectHex("ipek", exportKey(decrypter.initialKey));
    if (vector.expects("plaintextHex")) vector.expectHex("plaintextHex", decrypter.bytes(ciphertext));
    if (vector.expects("plaintextAscii")) vector.expectEqual("plaintextAscii", decrypter.text(ciphertext));
    expect(decrypterOf(vector, vector.hex("ksn"), wrong).bytes(ciphertext)).not.toEqual(decrypter.bytes(ciphertext));
  },
  "frame-idtech-original": (vector) => {
    const frame = vector.hex("frame");
    // STX, length (low byte first), card type, status, three lengths; SHA-1 of two tracks, KSN, XOR, sum, ETX behind.
    const body = frame.subarray(3, -3);
    expect(body).toHaveLength((frame[1] ?? 0) + (frame[2] ?? 0) * 256);
    const lengths = Array.from(body.subarray(2, 5));
    const [length1 = 0, length2 = 0, length3 = 0] = lengths;
    const tracks = [5, 5 + length1, 5 + length1 + length2, 5 + length1 + length2 + length3];
    vector.expectEqual("cardType", body[0]);
    vector.expectHex("trackStatus", body.subarray(1, 2));
    vector.expectEqual("lengths", lengths);
    vector.expectEqual("maskedTrack1", latin1(body.subarray(tracks[0], tracks[1])));
    vector.expectEqual("maskedTrack2", latin1(body.subarray(tracks[1], tracks[2])));
    vector.expectEqual("clearTrack3", latin1(body.subarray(tracks[2], tracks[3])));
    const ciphertext = body.subarray(tracks[3], -50);
    const [hash1, hash2, ksn] = [body.subarray(-50, -30), body.subarray(-30, -10), body.subarray(-10)];
    vector.expectHex("ciphertext", ciphertext);
    vector.expectHex("hashTrack1", hash1);
    vector.expectHex("hashTrack2", hash2);
    vector.expectHex("ksn", ksn);
    vector.expectHex("lrc", Uint8Array.of(body.reduce((check, byte) => check ^ byte, 0)));
    vector.expectHex("sum", Uint8Array.of(body.reduce((sum, byte) => sum + byte, 0) & 0xff));

    const { right, wrong } = settingsOf(vector);
    const clear = decrypterOf(vector, ksn, right).text(ciphertext);
    vector.expectEqual("track1", clear.slice(0, length1));
    vector.expectEqual("track2", clear.slice(length1));
    expect([sha1(clear.slice(0, length1)), sha1(clear.slice(length1))]).toEqual([toHex(hash1), toHex(hash2)]);
    const mistaken = decrypterOf(vector, ksn, wrong).text(ciphertext);
    expect(sha1(mistaken.slice(0, length1))).not.toBe(toHex(hash1));
    expect(mistaken).not.toContain("4266841088889999");
    const nextKsn = nextTdesKeySerialNumber(parseTdesKeySerialNumber(ksn))?.bytes ?? ksn;
    expect(decrypterOf(vector, nextKsn, right).text(ciphertext)).not.toContain("4266841088889999");
  },
  "frame-magtek-keyboard": (vector) => {
    const fields = vector.text("text").split("|");
    const [masked = "", status, track1 = "", track2 = "", track3 = "", magnePrintStatus] = fields;
    const ksn = fromHex(fields[9] ?? "");
    vector.expectEqual(
      "masked",
      [...masked.matchAll(/[%;+][^?]*\?/g)].map(([track]) => track),
    );
    vector.expectEqual("encryptionStatus", status);
    vector.expectEqual("magnePrintStatus", magnePrintStatus);
    vector.expectHex("ksn", ksn);
    vector.expectEqual("clearCrc", fields[10]);
    vector.expectEqual("formatCode", fields[12]);
    const { right, wrong } = settingsOf(vector);
    const [tracks, mistaken] = [right, wrong].map((settings) =>
      [track1, track2, track3].map((track) => decrypterOf(vector, ksn, settings).text(fromHex(track))),
    );
    for (const [index, name] of ["track1", "track2", "track3"].entries()) {
      vector.expectEqual(name, tracks?.[index]);
      expect(mistaken?.[index]).not.toMatch(/\d{12}/);
    }
  },
  "tlv-miura": (vector) => {
    const tags = tlvOf(vector.hex("tlv"));
    const tag = (name: string) => tags.get(name) ?? fromHex("");
    vector.expectEqual("tags", [...tags.keys()]);
    for (const [name, tagName] of [
      ["ciphertext", "DFAE02"],
      ["ksn", "DFAE03"],
      ["maskedTrack2", "DFAE57"],
      ["arqc", "9F26"],
      ["cid", "9F27"],
      ["atc", "9F36"],
      ["posEntryMode", "9F39"],
    ] as const) {
      vector.expectHex(name, tag(tagName));
    }
    vector.expectEqual("maskedPan", toHex(tag("DFAE57")).split("D")[0]);
    // The base key is not published: the key serial number has to be one, and another base key gives nonsense.
    const keySerialNumber = parseTdesKeySerialNumber(tag("DFAE03"));
    expect(withTdesCounter(keySerialNumber, keySerialNumber.counter)).toEqual(keySerialNumber);
    const initialKey = deriveTdesInitialKey(tdesKey("base-derivation", new Uint8Array(16).fill(0x11)), keySerialNumber);
    const key = tdesDataKey(deriveTdesTransactionKey(initialKey, keySerialNumber), "request");
    expect(toHex(decryptData(key, tag("DFAE02")))).not.toContain("476173");
  },
  "tlv-idtech-attribute": (vector) => {
    const masked = vector.hex("maskedTlv");
    const plaintext = vector.hex("plaintextTlv");
    vector.expectHex("tag", masked.subarray(0, 1));
    // The attribute stands between tag and length, where plain BER-TLV has nothing: A1 is the masked copy.
    vector.expectEqual("masked", masked[1] === 0xa1);
    const withoutAttribute = concatBytes(masked.subarray(0, 1), masked.subarray(2));
    vector.expectHex("maskedValue", tlvOf(withoutAttribute).get("5A") ?? fromHex(""));
    vector.expectEqual("tdesCiphertextLength", padWithZeros(plaintext, 8).length);
    vector.expectEqual("aesCiphertextLength", padWithZeros(plaintext, 16).length);
  },
});
