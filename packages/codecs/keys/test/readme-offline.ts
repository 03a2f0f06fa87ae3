/** The third example of the README. */
// #region offline
import { fromHex } from "@tillwire/bytes";
import { aesKey, unwrapKey, verifyDynamicData, wrapKeyBlock, RsaPublicKey } from "@tillwire/keys";

// A key block carries a key with what it is for, and opens as nothing else.
const protectionKey = aesKey("key-block-protection", fromHex("00112233445566778899AABBCCDDEEFF"));
const keyBlock = wrapKeyBlock(
  protectionKey,
  {
    header: {
      version: "D",
      keyUsage: "P0",
      algorithm: "A",
      modeOfUse: "E",
      keyVersion: "00",
      exportability: "N",
    },
    key: fromHex("3F419E1CB7079442AA37474C2EFBF8B8"),
  },
  { random: (lengthBytes) => crypto.getRandomValues(new Uint8Array(lengthBytes)) },
);
const pinKey = unwrapKey(protectionKey, keyBlock, { algorithm: "aes", purpose: "pin" });
console.log(keyBlock.slice(0, 16), pinKey.purpose, pinKey.bitLength); // D0112P0AE00N0000 pin 128

// What a card proves offline is a result, not an exception: the reason goes into the TVR.
const icc = new RsaPublicKey("icc", { modulus: new Uint8Array(96).fill(0x99), exponent: fromHex("03") });
console.log(verifyDynamicData(icc, new Uint8Array(96).fill(0x11), fromHex("01234567"))); // { kind: 'failed', reason: 'format' }
// #endregion offline
