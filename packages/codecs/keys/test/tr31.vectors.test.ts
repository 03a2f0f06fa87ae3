import { toHex } from "@tillwire/bytes";
import { expect } from "vitest";
import {
  aesKey,
  readKeyBlockHeader,
  tdesKey,
  unwrapKeyBlock,
  wrapKeyBlock,
  writeKeyBlockHeader,
  type KeyBlockProtectionKey,
} from "../src/index.ts";
import { openKeyBlock } from "../src/tr31/key-block.ts";
import { derivedKeys, variantKeys } from "../src/tr31/protection-keys.ts";
import { runVectors, type Vector } from "./vectors.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function protectionKey(vector: Vector): KeyBlockProtectionKey {
  const isAes = /^[DE]/.test(vector.text("keyBlock"));
  return isAes
    ? aesKey("key-block-protection", vector.hex("kbpk"))
    : tdesKey("key-block-protection", vector.hex("kbpk"));
}

/** Random bytes that give what filled up the block of a vector: first the header, then the key. */
function fillingOf(keyBlock: string, filling: Uint8Array): (length: number) => Uint8Array {
  const { headerLength } = readKeyBlockHeader(keyBlock);
  const headerFilling = /PB[0-9A-F]{2}([0-9A-Za-z]*)$/.exec(keyBlock.slice(0, headerLength))?.[1];
  const pieces = headerFilling === undefined ? [filling] : [indexes(headerFilling), filling];
  return (length) => {
    const piece = pieces.shift() ?? new Uint8Array(0);
    expect(piece).toHaveLength(length);
    return piece;
  };
}

function indexes(letters: string): Uint8Array {
  return Uint8Array.from(letters, (letter) => alphabet.indexOf(letter));
}

runVectors("tr31", {
  "kbpk-derivation": (vector) => {
    const algorithm = vector.text("cipher") === "AES" ? "aes" : "tdes";
    expect(vector.text("mode")).toBe("CBC");
    const derived = derivedKeys(algorithm, vector.hex("kbpk"), "cbc");
    const variants = variantKeys(vector.hex("kbpk"));
    if (vector.expects("kbek_derive")) vector.expectHex("kbek_derive", derived.encryption);
    if (vector.expects("kbak_derive")) vector.expectHex("kbak_derive", derived.mac);
    if (vector.expects("kbek_variant")) vector.expectHex("kbek_variant", variants.encryption);
    if (vector.expects("kbak_variant")) vector.expectHex("kbak_variant", variants.mac);
  },
  "header-roundtrip": (vector) => {
    const { header, headerLength } = readKeyBlockHeader(vector.text("header"));
    vector.expectEqual("headerLength", headerLength);
    vector.expectEqual(
      "reserialised",
      writeKeyBlockHeader(header, 0, (length) => new Uint8Array(length)),
    );
  },
  "header-rejected": (vector) => vector.expectRefused(() => readKeyBlockHeader(vector.text("header"))),
  unwrap: (vector) => {
    const keyBlock = vector.text("keyBlock");
    const { header, key } = unwrapKeyBlock(protectionKey(vector), keyBlock);
    vector.expectHex("key", key);
    for (const name of ["version", "keyUsage", "algorithm", "modeOfUse", "keyVersion", "exportability"] as const) {
      vector.expectEqual(name, header[name]);
    }
    const optional = Object.fromEntries((header.optionalBlocks ?? []).map(({ id, data }) => [id, data]));
    if (vector.expects("optionalBlocks")) vector.expectEqual("optionalBlocks", optional);
    else expect(optional).toEqual({});

    const { filling } = openKeyBlock(protectionKey(vector), keyBlock);
    const again = wrapKeyBlock(
      protectionKey(vector),
      { header, key },
      { random: fillingOf(keyBlock, filling), hideBelowBytes: key.length + filling.length },
    );
    const { headerLength } = readKeyBlockHeader(keyBlock);
    expect(again).toBe(keyBlock.slice(0, headerLength) + keyBlock.slice(headerLength).toUpperCase());
  },
  "unwrap-rejected": (vector) => {
    vector.expectRefused(() => unwrapKeyBlock(protectionKey(vector), vector.text("keyBlock")));
    expect(toHex(vector.hex("kbpk"))).toBe(vector.text("kbpk"));
  },
});
