import { concatBytes, fromHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applicationCryptogram,
  buildScriptCommand,
  cryptogramData,
  cryptogramKey,
  cryptogramOf,
  cryptogramProfiles,
  decipherScriptData,
  deriveCardKey,
  deriveSessionKey,
  encipherScriptData,
  findCryptogramProfile,
  issuerAuthenticationData,
  mastercardScripts,
  tdesKey,
  verifyCryptogram,
  verifyIssuerAuthentication,
  verifyScriptCommand,
  visaScripts,
} from "../src/index.ts";

const issuerKey = tdesKey("issuer-cryptogram", fromHex("9E15204313F7318ACB79B90BD986AD29"));
const card = { pan: "5413339000006165", panSequenceNumber: "00" };
const refusal: unknown = expect.objectContaining({ code: "REQUEST_INVALID", effect: "none" });

function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte));
}

/** The data of the chain in EMVCo's Issuer and Application Security Guidelines, annex A.3. */
const annexValues = new Map(
  Object.entries({
    "9F02": "000000010000",
    "9F03": "000000001000",
    "9F1A": "0840",
    "95": "0000001080",
    "5F2A": "0840",
    "9A": "980704",
    "9C": "00",
    "9F37": "11111111",
    "82": "5800",
    "9F36": "3456",
    "9F10": "0FA500A03800000000000000000000000F010000000000000000000000000000",
  }).map(([tag, value]) => [tag, fromHex(value)]),
);

test("the chain of EMVCo annex A.3 comes out, from the tags to the answer in tag 91", () => {
  const profile = findCryptogramProfile("ccd", 0xa5);
  if (!profile) throw new Error("CCD is not in the table.");
  const key = cryptogramKey(profile, deriveCardKey(issuerKey, card, "A"), annexValues);
  const cryptogram = cryptogramOf(profile, key, annexValues);
  expect(cryptogram).toEqual(fromHex("C20039270FE384D5"));
  const response = { method: 2, cardStatusUpdate: fromHex("00820000") } as const;
  expect(issuerAuthenticationData(key, cryptogram, response)).toEqual(fromHex("90EF477F00820000"));
});

test("one wrong bit in any of the data, the card or the cryptogram is seen by the issuer", () => {
  const profile = findCryptogramProfile("ccd", 0xa5);
  if (!profile) throw new Error("CCD is not in the table.");
  const cardKey = deriveCardKey(issuerKey, card, "A");
  const key = cryptogramKey(profile, cardKey, annexValues);
  const cryptogram = cryptogramOf(profile, key, annexValues);
  expect(verifyCryptogram(profile, key, { values: annexValues, cryptogram })).toBe(true);
  for (const [tag, value] of annexValues) {
    for (let bit = 0; bit < value.length * 8; bit += 1) {
      const values = new Map(annexValues).set(tag, flipBit(value, bit));
      const itsKey = cryptogramKey(profile, cardKey, values);
      expect(verifyCryptogram(profile, itsKey, { values, cryptogram }), `${tag} bit ${bit}`).toBe(false);
    }
  }
  for (let bit = 0; bit < 64; bit += 1) {
    const wrong = flipBit(cryptogram, bit);
    expect(verifyCryptogram(profile, key, { values: annexValues, cryptogram: wrong })).toBe(false);
  }
  expect(verifyCryptogram(profile, key, { values: annexValues, cryptogram: cryptogram.slice(0, 7) })).toBe(false);
  for (const other of [
    { pan: "5413339000006166", panSequenceNumber: "00" },
    { pan: "5413339000006165", panSequenceNumber: "01" },
  ]) {
    const itsKey = cryptogramKey(profile, deriveCardKey(issuerKey, other, "A"), annexValues);
    expect(verifyCryptogram(profile, itsKey, { values: annexValues, cryptogram })).toBe(false);
  }
});

test("a missing tag and a short 9F10 are named", () => {
  for (const profile of cryptogramProfiles) {
    for (const tag of [...profile.tags, "9F10"]) {
      const values = new Map(annexValues);
      values.delete(tag);
      expect(() => cryptogramData(profile, values)).toThrow(`no ${tag}`);
    }
    const values = new Map(annexValues).set("9F10", new Uint8Array(0));
    expect(() => cryptogramData(profile, values)).toThrow("9F10 has 0 bytes");
  }
});

test("every row of the table is found by scheme and version, and only by these", () => {
  for (const profile of cryptogramProfiles) {
    expect(findCryptogramProfile(profile.scheme, profile.version)).toBe(profile);
  }
  expect(findCryptogramProfile("visa", 0x10)).toBeUndefined();
});

test("the card takes the issuer's answer when it is right, and nothing else", () => {
  const key = deriveSessionKey(deriveCardKey(issuerKey, card, "A"), { method: "emv-common", atc: fromHex("0001") });
  const cryptogram = applicationCryptogram(key, annexValues.get("9F10") ?? new Uint8Array(0), 2);
  const responses = fc.oneof(
    fc.record({ method: fc.constant(1 as const), responseCode: fc.uint8Array({ minLength: 2, maxLength: 2 }) }),
    fc.record({
      method: fc.constant(2 as const),
      cardStatusUpdate: fc.uint8Array({ minLength: 4, maxLength: 4 }),
      proprietaryData: fc.uint8Array({ maxLength: 8 }),
    }),
  );
  fc.assert(
    fc.property(responses, fc.nat(), (response, place) => {
      const authenticationData = issuerAuthenticationData(key, cryptogram, response);
      const { method } = response;
      expect(verifyIssuerAuthentication(key, cryptogram, { method, authenticationData })).toEqual(response);
      const wrong = flipBit(authenticationData, place % (authenticationData.length * 8));
      expect(verifyIssuerAuthentication(key, cryptogram, { method, authenticationData: wrong })).toBeUndefined();
    }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(1 as const, 2 as const),
      fc.uint8Array({ maxLength: 20 }),
      (method, authenticationData) => {
        expect(verifyIssuerAuthentication(key, cryptogram, { method, authenticationData })).toBeUndefined();
      },
    ),
  );
});

const transaction = { atc: fromHex("0002"), cryptogram: fromHex("4B07E35A87F27D2E") };

test("the card takes a script command when its MAC is right, and nothing else", () => {
  const key = tdesKey("session-integrity", fromHex("38758097AE8C9410581945610D85986B"));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 247 }), fc.nat(), fc.boolean(), (data, place, isVisa) => {
      const rules = isVisa ? visaScripts : mastercardScripts;
      const command = buildScriptCommand(key, rules, { header: fromHex("04DA9F58"), data, transaction });
      expect(verifyScriptCommand(key, rules, { command, transaction })).toEqual(data);
      const wrong = flipBit(command, place % (command.length * 8));
      expect(verifyScriptCommand(key, rules, { command: wrong, transaction })).toBeUndefined();
      const other = { ...transaction, atc: fromHex("0003") };
      expect(verifyScriptCommand(key, rules, { command, transaction: other })).toBeUndefined();
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (command) => {
      expect(verifyScriptCommand(key, visaScripts, { command, transaction })).toBeUndefined();
    }),
  );
  const tooLong = { header: fromHex("04DA9F58"), data: new Uint8Array(248), transaction };
  expect(() => buildScriptCommand(key, visaScripts, tooLong)).toThrow(refusal);
});

test("enciphered script data comes back, and garbage is refused where that can be seen", () => {
  const key = tdesKey("session-confidentiality", fromHex("9EE6A89276B008516226F8CE75FD8C02"));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 255 }), fc.constantFrom("visa", "ccd"), (data, how) => {
      expect(decipherScriptData(key, encipherScriptData(key, data, how), how)).toEqual(data);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (data) => {
      if (data.length % 8 !== 0) return;
      expect(decipherScriptData(key, encipherScriptData(key, data, "mastercard"), "mastercard")).toEqual(data);
    }),
  );
  const unreadable: unknown = expect.objectContaining({ code: "FRAME_INVALID" });
  for (const how of ["visa", "ccd"] as const) {
    for (const ciphertext of [fromHex(""), fromHex("0011"), new Uint8Array(8), new Uint8Array(64)]) {
      expect(() => decipherScriptData(key, ciphertext, how)).toThrow(unreadable);
    }
  }
  expect(() => encipherScriptData(key, new Uint8Array(256), "ccd")).toThrow(refusal);
});

test("option B differs from option A for card numbers of more than 16 digits only", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 19 }),
      fc.integer({ min: 0, max: 99 }),
      (digits, sequence) => {
        const identity = { pan: digits.join(""), panSequenceNumber: String(sequence).padStart(2, "0") };
        const [one, other] = (["A", "B"] as const).map((option) => deriveCardKey(issuerKey, identity, option));
        if (!one || !other) throw new Error("There are two keys.");
        const data = concatBytes(new Uint8Array(8));
        const macs = [one, other].map((key) =>
          applicationCryptogram(deriveSessionKey(key, { method: "none" }), data, 1),
        );
        if (digits.length <= 16) expect(macs[0]).toEqual(macs[1]);
        else expect(macs[0]).not.toEqual(macs[1]);
      },
    ),
  );
});

test("a card whose number is none has no key", () => {
  for (const pan of ["", "1234567", "12345678901234567890", "54133390000061a5"]) {
    expect(() => deriveCardKey(issuerKey, { pan, panSequenceNumber: "00" }, "A")).toThrow(refusal);
  }
  for (const panSequenceNumber of ["", "0", "000", "x1"]) {
    expect(() => deriveCardKey(issuerKey, { pan: card.pan, panSequenceNumber }, "A")).toThrow(refusal);
  }
});
