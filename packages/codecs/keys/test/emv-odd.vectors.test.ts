import { concatBytes, fromHex, toHex } from "@tillwire/bytes";
import { expect } from "vitest";
import {
  caKeyChecksum,
  decipherOfflinePin,
  decodePinBlock,
  encipherOfflinePin,
  recoverIccKey,
  recoverIssuerKey,
  RsaPrivateKey,
  RsaPublicKey,
  verifyDynamicData,
  type RsaRole,
} from "../src/index.ts";
import { openCombinedData } from "../src/oda/combined-data.ts";
import { openIccCertificate } from "../src/oda/icc-certificate.ts";
import { openStaticData } from "../src/oda/static-data.ts";
import { recordValues, tlvOf } from "./card-records.ts";
import { readVectors, runVectors, type Vector } from "./vectors.ts";

function publicKey<Role extends RsaRole>(vector: Vector, role: Role, prefix: string): RsaPublicKey<Role> {
  const [modulus, exponent] = prefix === "" ? ["modulus", "exponent"] : [`${prefix}Modulus`, `${prefix}Exponent`];
  return new RsaPublicKey(role, { modulus: vector.hex(modulus), exponent: vector.hex(exponent) });
}

const certificateOf = (vector: Vector, exponent: string) => ({
  certificate: vector.hex("certificate"),
  remainder: vector.hex("remainder"),
  exponent: vector.hex(exponent),
});

/** The published private key with this modulus. */
function privateKey<Role extends RsaRole>(role: Role, modulus: string): RsaPrivateKey<Role> {
  const entry = readVectors("emv-odd").find(
    ({ kind, inputs }) => kind === "test-private-key" && inputs["modulus"] === modulus,
  );
  if (!entry) throw new Error("There is no private key with this modulus.");
  const { privateExponent, p, q } = entry.expected as Record<string, string>;
  return new RsaPrivateKey(role, {
    modulus: fromHex(modulus),
    exponent: fromHex(String(entry.inputs["publicExponent"])),
    privateExponent: fromHex(privateExponent ?? ""),
    primeP: fromHex(p ?? ""),
    primeQ: fromHex(q ?? ""),
  });
}

function valid<Result extends { readonly kind: string }>(result: Result): Exclude<Result, { kind: "failed" }> {
  expect(result).not.toMatchObject({ kind: "failed" });
  return result as Exclude<Result, { kind: "failed" }>;
}

/** What a certificate of the test scheme is checked with: the key of index 92 of RID AFFFFFFFFF. */
function testSchemeKey(): RsaPublicKey<"certification-authority"> {
  const entry = readVectors("emv-odd").find(({ inputs }) => inputs["rid"] === "AFFFFFFFFF" && "caModulus" in inputs);
  const modulus = fromHex(String(entry?.inputs["caModulus"]));
  return new RsaPublicKey("certification-authority", { modulus, exponent: fromHex("03") });
}

runVectors("emv-odd", {
  "test-capk": (vector) => {
    const key = publicKey(vector, "certification-authority", "");
    expect(key.modulus.length * 8).toBe(vector.number("bits"));
    const index = Number.parseInt(vector.text("index"), 16);
    vector.expectHex("checksum", caKeyChecksum(vector.hex("rid"), index, key));
  },
  "test-private-key": (vector) => {
    const key = privateKey("icc", vector.text("modulus"));
    for (const name of ["privateExponent", "p", "q"]) vector.expected(name);
    const message = new Uint8Array(key.publicKey.modulus.length).fill(0x5a);
    const signature = key.apply(message);
    expect(signature && key.publicKey.apply(signature)).toEqual(message);
  },
  "issuer-cert": (vector) => {
    const key = publicKey(vector, "certification-authority", "ca");
    const issuer = valid(recoverIssuerKey(key, certificateOf(vector, "issuerExponent"), vector.text("pan")));
    vector.expectEqual("issuerIdentifier", issuer.issuerIdentifier.padEnd(8, "F"));
    vector.expectEqual("expiry", issuer.expiry);
    vector.expectHex("modulus", issuer.publicKey.modulus);
    vector.expectEqual("hashValid", true);
    if (vector.expects("serial")) vector.expectHex("serial", issuer.serialNumber);
  },
  "icc-cert": (vector) => {
    const issuerKey = publicKey(vector, "issuer", "issuer");
    const icc = valid(openIccCertificate("icc", issuerKey, certificateOf(vector, "iccExponent")));
    vector.expectEqual("pan", icc.pan.padEnd(20, "F"));
    vector.expectEqual("expiry", icc.expiry);
    vector.expectHex("serial", icc.serialNumber);
    vector.expectHex("modulus", icc.publicKey.modulus);
  },
  sda: (vector) => {
    const opened = valid(openStaticData(publicKey(vector, "issuer", "issuer"), vector.hex("signature")));
    vector.expectHex("dataAuthenticationCode", opened.dataAuthenticationCode);
    vector.expectHex("hash", opened.message.hash);
  },
  dda: (vector) => {
    const key = publicKey(vector, "icc", "icc");
    const data = valid(verifyDynamicData(key, vector.hex("signature"), vector.hex("terminalDynamicData")));
    vector.expectHex("iccDynamicNumber", data.iccDynamicNumber);
    vector.expectHex("hash", key.apply(vector.hex("signature"))?.slice(-21, -1) ?? fromHex(""));
    vector.expectEqual("hashValid", true);
  },
  cda: (vector) => {
    const key = publicKey(vector, "icc", "icc");
    const data = valid(openCombinedData(key, vector.hex("signature"), vector.hex("terminalDynamicData")));
    vector.expectHex("iccDynamicNumber", data.iccDynamicNumber);
    vector.expectHex("cryptogram", data.cryptogram);
    vector.expectHex("txnDataHash", data.transactionDataHash);
    vector.expectHex("hash", key.apply(vector.hex("signature"))?.slice(-21, -1) ?? fromHex(""));
    vector.expectEqual("hashValid", true);
  },
  "recovery-rejected": (vector) => {
    const result =
      vector.text("what") === "icc"
        ? openIccCertificate("icc", publicKey(vector, "issuer", ""), {
            certificate: vector.hex("data"),
            remainder: fromHex(""),
            exponent: fromHex("03"),
          })
        : verifyDynamicData(publicKey(vector, "icc", ""), vector.hex("data"), fromHex("7FBC4049"));
    expect(result).toEqual({ kind: "failed", reason: "format" });
    vector.expectEqual("error", true);
  },
  "offline-pin-encipherment": (vector) => {
    const key = privateKey("icc", vector.text("iccModulus"));
    const challenge = vector.hex("challenge");
    const pin = decipherOfflinePin(key, vector.hex("ciphertext"), challenge);
    expect(pin).toBe(decodePinBlock(fromHex(String(vector.expected("pinBlock"))), { format: 2 }));
    const message = toHex(key.apply(vector.hex("ciphertext")) ?? fromHex(""));
    expect(message.startsWith(String(vector.expected("plaintextPrefix")))).toBe(true);
    const random = () => fromHex(message).slice(17);
    expect(encipherOfflinePin(key.publicKey, { pin: pin ?? "", challenge, random })).toEqual(vector.hex("ciphertext"));
  },
  "apdu-transcript": (vector) => {
    const exchange = vector.expected("exchange") as { c: string; r: string }[];
    const records = recordValues(exchange);
    const tags = tlvOf(concatBytes(...records.values()));
    const tag = (name: string) => tags.get(name) ?? fromHex("");
    const pan = toHex(tag("5A")).replace(/F+$/, "");
    const issuer = valid(
      recoverIssuerKey(testSchemeKey(), { certificate: tag("90"), remainder: tag("92"), exponent: tag("9F32") }, pan),
    );
    // The AFL marks one record of SFI 3, and tag 9F4A asks for the application interchange profile.
    expect(vector.text("afl").slice(16)).toBe("18010201");
    expect(tag("9F4A")).toEqual(fromHex("82"));
    const staticData = concatBytes(records.get("1C01") ?? fromHex(""), vector.hex("aip"));
    const certificate = { certificate: tag("9F46"), remainder: tag("9F48"), exponent: tag("9F47") };
    const icc = valid(recoverIccKey(issuer.publicKey, certificate, { pan, staticData }));
    const signature = exchange.find(({ c }) => c === "00C0000083");
    const signed = fromHex((signature?.r ?? "").slice(6, -4));
    const dynamic = valid(verifyDynamicData(icc.publicKey, signed, fromHex("01234567")));
    expect(dynamic.iccDynamicNumber.length).toBeGreaterThan(1);
    expect(verifyDynamicData(icc.publicKey, signed, fromHex("01234568"))).toEqual({ kind: "failed", reason: "hash" });
    const otherData = recoverIccKey(issuer.publicKey, certificate, { pan, staticData: staticData.slice(1) });
    expect(otherData).toEqual({ kind: "failed", reason: "hash" });
  },
});
