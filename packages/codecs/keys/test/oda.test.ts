import { createHash, generateKeyPairSync } from "node:crypto";
import { concatBytes, fromHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  certifyIccKey,
  certifyIssuerKey,
  decipherOfflinePin,
  encipherOfflinePin,
  isValidIn,
  recoverIccKey,
  recoverIccPinKey,
  recoverIssuerKey,
  RsaPrivateKey,
  RsaPublicKey,
  signCombinedData,
  signDynamicData,
  signStaticData,
  verifyCombinedData,
  verifyDynamicData,
  verifyStaticData,
  type RsaRole,
} from "../src/index.ts";

function newKey<Role extends RsaRole>(role: Role, bits: number, exponent = 3): RsaPrivateKey<Role> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: bits, publicExponent: exponent });
  const { n = "", e = "", d = "", p = "", q = "" } = privateKey.export({ format: "jwk" });
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "base64url"));
  return new RsaPrivateKey(role, {
    modulus: bytes(n),
    exponent: bytes(e),
    privateExponent: bytes(d),
    primeP: bytes(p),
    primeQ: bytes(q),
  });
}

const pan = "1234560012345608";
const staticData = fromHex("5F24031811305A0812345600123456085F34010182025C00");
const scheme = newKey("certification-authority", 1152);
const issuer = newKey("issuer", 1024, 65537);
const card = newKey("icc", 1024);
const facts = { expiry: "1230", serialNumber: fromHex("000001") };
const issuerCertificate = certifyIssuerKey(scheme, {
  ...facts,
  publicKey: issuer.publicKey,
  issuerIdentifier: "123456",
});
const cardCertificate = certifyIccKey(issuer, { ...facts, publicKey: card.publicKey, pan, staticData });

function flipBit(bytes: Uint8Array, place: number): Uint8Array {
  const bit = place % (bytes.length * 8);
  return bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte));
}

const failure: unknown = expect.objectContaining({ kind: "failed" });

test("a card is proven from the scheme's key down, with a key that does not fit in its certificate", () => {
  expect(issuerCertificate.remainder).toHaveLength(128 - (144 - 36));
  expect(cardCertificate.remainder).toHaveLength(128 - (128 - 42));
  const issuerKey = recoverIssuerKey(scheme.publicKey, issuerCertificate, pan);
  if (issuerKey.kind === "failed") throw new Error(issuerKey.reason);
  expect(issuerKey).toMatchObject({ ...facts, issuerIdentifier: "123456" });
  const cardKey = recoverIccKey(issuerKey.publicKey, cardCertificate, { pan, staticData });
  if (cardKey.kind === "failed") throw new Error(cardKey.reason);
  expect(cardKey).toMatchObject({ ...facts, pan });
  expect(cardKey.publicKey.modulus).toEqual(card.publicKey.modulus);
});

test("a key that fits in its certificate has no remainder", () => {
  const small = newKey("issuer", 768);
  const certificate = certifyIssuerKey(scheme, { ...facts, publicKey: small.publicKey, issuerIdentifier: "123" });
  expect(certificate.remainder).toHaveLength(0);
  expect(recoverIssuerKey(scheme.publicKey, certificate, pan)).toMatchObject({
    kind: "valid",
    publicKey: { modulus: small.publicKey.modulus },
  });
});

test("one wrong bit anywhere in a certificate or in what it certifies is seen", () => {
  fc.assert(
    fc.property(fc.constantFrom("certificate", "remainder", "exponent"), fc.nat(), (part, place) => {
      const wrong = { ...issuerCertificate, [part]: flipBit(issuerCertificate[part], place) };
      expect(recoverIssuerKey(scheme.publicKey, wrong, pan)).toEqual(failure);
      const wrongCard = { ...cardCertificate, [part]: flipBit(cardCertificate[part], place) };
      expect(recoverIccKey(issuer.publicKey, wrongCard, { pan, staticData })).toEqual(failure);
      const otherData = { pan, staticData: flipBit(staticData, place) };
      expect(recoverIccKey(issuer.publicKey, cardCertificate, otherData)).toEqual({ kind: "failed", reason: "hash" });
    }),
  );
});

test("a certificate is for its own card and issuer only, and a role cannot stand in for another", () => {
  expect(recoverIssuerKey(scheme.publicKey, issuerCertificate, "1234570012345608")).toEqual({
    kind: "failed",
    reason: "card-number",
  });
  expect(recoverIccKey(issuer.publicKey, cardCertificate, { pan: "1234560012345616", staticData })).toEqual({
    kind: "failed",
    reason: "card-number",
  });
  const asIssuer = new RsaPublicKey("certification-authority", issuer.publicKey);
  expect(recoverIssuerKey(asIssuer, cardCertificate, pan)).toEqual({ kind: "failed", reason: "format" });
  // @ts-expect-error -- a card's key is no issuer's key
  const compiles = () => recoverIccKey(card.publicKey, cardCertificate, { pan, staticData });
  expect(compiles()).toEqual(failure);
});

test("no bytes from a card make the checks throw", () => {
  const bytes = fc.uint8Array({ maxLength: 260 });
  fc.assert(
    fc.property(bytes, bytes, bytes, (certificate, remainder, exponent) => {
      const given = { certificate, remainder, exponent };
      expect(recoverIssuerKey(scheme.publicKey, given, pan)).toEqual(failure);
      expect(recoverIccKey(issuer.publicKey, given, { pan, staticData })).toEqual(failure);
      expect(verifyStaticData(issuer.publicKey, certificate, staticData)).toEqual(failure);
      expect(verifyDynamicData(card.publicKey, certificate, remainder)).toEqual(failure);
    }),
  );
});

test("content that is signed rightly but makes no sense is refused, whatever it is", () => {
  /** A message that opens, with a hash that is right: only its content can be at fault. */
  function signed(key: RsaPrivateKey<RsaRole>, format: number, content: Uint8Array, rest: Uint8Array): Uint8Array {
    const hashed = concatBytes(Uint8Array.of(format), content);
    const hash = createHash("sha1").update(hashed).update(rest).digest();
    const signature = key.apply(concatBytes(fromHex("6A"), hashed, hash, fromHex("BC")));
    if (!signature) throw new Error("The message is below the modulus.");
    return signature;
  }
  const randomContent = (length: number) =>
    fc
      .tuple(
        fc.uint8Array({ minLength: length, maxLength: length }),
        fc.constantFrom("", "0101", "01018003", "12345678"),
      )
      .chain(([bytes, head]) =>
        fc.constantFrom(0, 9, 15).map((place) => {
          bytes.set(fromHex(head), place);
          return bytes;
        }),
      );
  const exponent = fromHex("03");
  const remainders = fc.uint8Array({ maxLength: 60 });
  fc.assert(
    fc.property(randomContent(121), randomContent(105), remainders, (long, short, remainder) => {
      const rest = concatBytes(remainder, exponent);
      const issuerCert = { certificate: signed(scheme, 2, long, rest), remainder, exponent };
      expect(recoverIssuerKey(scheme.publicKey, issuerCert, pan)).toEqual(failure);
      const cardCert = { certificate: signed(issuer, 4, short, rest), remainder, exponent };
      expect(recoverIccPinKey(issuer.publicKey, cardCert, pan)).toEqual(failure);
      const dynamic = verifyDynamicData(card.publicKey, signed(card, 5, short, remainder), remainder);
      if (dynamic.kind === "valid") expect(dynamic.iccDynamicNumber.length).toBeGreaterThanOrEqual(2);
      const statically = verifyStaticData(issuer.publicKey, signed(issuer, 3, short, remainder), remainder);
      expect(statically.kind).toBe(short[0] === 1 ? "valid" : "failed");
    }),
  );
});

test("static data is proven by its signature, and no other data", () => {
  const signature = signStaticData(issuer, staticData, fromHex("DAC0"));
  expect(verifyStaticData(issuer.publicKey, signature, staticData)).toEqual({
    kind: "valid",
    dataAuthenticationCode: fromHex("DAC0"),
  });
  expect(verifyStaticData(issuer.publicKey, signature, staticData.slice(1))).toEqual({
    kind: "failed",
    reason: "hash",
  });
});

test("what a card signs dynamically comes back, and answers the terminal's own number only", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 2, maxLength: 8 }),
      fc.uint8Array({ maxLength: 60 }),
      fc.uint8Array({ minLength: 4, maxLength: 40 }),
      (iccDynamicNumber, rest, terminalDynamicData) => {
        const signature = signDynamicData(card, { iccDynamicNumber, rest, terminalDynamicData });
        const expected = { kind: "valid", iccDynamicNumber, rest };
        expect(verifyDynamicData(card.publicKey, signature, terminalDynamicData)).toEqual(expected);
        const other = flipBit(terminalDynamicData, 5);
        expect(verifyDynamicData(card.publicKey, signature, other)).toEqual({ kind: "failed", reason: "hash" });
      },
    ),
    { numRuns: 30 },
  );
  for (const length of [0, 1, 9]) {
    const data = { iccDynamicNumber: new Uint8Array(length), terminalDynamicData: fromHex("") };
    expect(() => signDynamicData(card, data)).toThrow(expect.objectContaining({ code: "REQUEST_INVALID" }));
  }
});

test("combined authentication proves the cryptogram, its kind and the whole transaction", () => {
  const data = {
    iccDynamicNumber: fromHex("537EB5E03CC433C8"),
    unpredictableNumber: fromHex("8B55633B"),
    cryptogramInformation: 0x80,
    cryptogram: fromHex("55B6408DBC985131"),
    transactionData: fromHex("9F2701809F36020001"),
  };
  const signature = signCombinedData(card, data);
  expect(verifyCombinedData(card.publicKey, signature, data)).toMatchObject({
    kind: "valid",
    cryptogram: data.cryptogram,
    iccDynamicNumber: data.iccDynamicNumber,
  });
  for (const wrong of [
    { ...data, cryptogramInformation: 0x40 },
    { ...data, unpredictableNumber: fromHex("8B55633C") },
    { ...data, transactionData: fromHex("9F2701809F36020002") },
  ]) {
    expect(verifyCombinedData(card.publicKey, signature, wrong)).toEqual({ kind: "failed", reason: "hash" });
  }
  const dynamic = signDynamicData(card, { ...data, terminalDynamicData: data.unpredictableNumber });
  expect(verifyCombinedData(card.publicKey, dynamic, data)).toEqual({ kind: "failed", reason: "length" });
});

test("an enciphered PIN reaches the card, for its challenge only, also under a key for PINs alone", () => {
  const pinKey = newKey("icc-pin", 768);
  const certificate = certifyIccKey(issuer, { ...facts, publicKey: pinKey.publicKey, pan, staticData: fromHex("") });
  const certified = recoverIccPinKey(issuer.publicKey, certificate, pan);
  if (certified.kind === "failed") throw new Error(certified.reason);
  const pins = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 12 })
    .map((digits) => digits.join(""));
  fc.assert(
    fc.property(pins, fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.nat(), (pin, challenge, place) => {
      const random = (length: number) => new Uint8Array(length).fill(place & 0xff);
      const enciphered = encipherOfflinePin(certified.publicKey, { pin, challenge, random });
      expect(decipherOfflinePin(pinKey, enciphered, challenge)).toBe(pin);
      expect(decipherOfflinePin(pinKey, enciphered, flipBit(challenge, place))).toBeUndefined();
      expect(decipherOfflinePin(pinKey, flipBit(enciphered, place), challenge)).toBeUndefined();
    }),
    { numRuns: 30 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 130 }), (bytes) => {
      expect(decipherOfflinePin(pinKey, bytes, new Uint8Array(8))).toBeUndefined();
    }),
  );
  const refusal: unknown = expect.objectContaining({ code: "REQUEST_INVALID" });
  const random = (length: number) => new Uint8Array(length);
  const shortChallenge = { pin: "1234", challenge: new Uint8Array(7), random };
  expect(() => encipherOfflinePin(pinKey.publicKey, shortChallenge)).toThrow(refusal);
  const noRandom = { pin: "1234", challenge: new Uint8Array(8), random: () => new Uint8Array(0) };
  expect(() => encipherOfflinePin(pinKey.publicKey, noRandom)).toThrow(refusal);
});

test("keys that no card has are refused", () => {
  const refusal: unknown = expect.objectContaining({ code: "REQUEST_INVALID" });
  const { modulus } = card.publicKey;
  for (const numbers of [
    { modulus, exponent: fromHex("05") },
    { modulus, exponent: fromHex("") },
    { modulus, exponent: fromHex("00000003") },
    { modulus: modulus.slice(1).fill(0, 0, 1), exponent: fromHex("03") },
    { modulus: modulus.slice(0, 63), exponent: fromHex("03") },
    { modulus: new Uint8Array(249).fill(0xff), exponent: fromHex("03") },
  ]) {
    expect(() => new RsaPublicKey("icc", numbers)).toThrow(refusal);
  }
  const one = fromHex("01");
  const wrong = { modulus, exponent: fromHex("03"), privateExponent: one, primeP: one, primeQ: modulus };
  expect(() => new RsaPrivateKey("icc", wrong)).toThrow(refusal);
});

test("a certificate is good to the end of its month", () => {
  expect(isValidIn("1230", "2030-12")).toBe(true);
  expect(isValidIn("1230", "2031-01")).toBe(false);
  expect(isValidIn("0149", "2049-01")).toBe(true);
  expect(isValidIn("1299", "2000-01")).toBe(false);
});
