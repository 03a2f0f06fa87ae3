import { createHash } from "node:crypto";
import { concatBytes, fromHex, packDigits, toHex } from "@tillwire/bytes";
import { expect } from "vitest";
import {
  aesKey,
  applicationCryptogram,
  buildScriptCommand,
  ccdScripts,
  cmac,
  cryptogramData,
  cryptogramKey,
  cryptogramOf,
  decipherScriptData,
  deriveCardKey,
  deriveScriptKey,
  deriveSessionKey,
  encipherScriptData,
  encodePinBlock,
  exportKey,
  findCryptogramProfile,
  keyCheckValue,
  padWithBit,
  padWithZeros,
  pinChangeCommand,
  responseCryptogram,
  scriptMac,
  setOddParity,
  tdesKey,
  verifyCryptogram,
  verifyScriptCommand,
  visaScripts,
  visPinBlock,
  type CardIdentity,
  type CardKeyOption,
  type CryptogramProfile,
  type CryptogramScheme,
  type IssuerResponse,
  type ScriptEncipherment,
  type ScriptRules,
  type SessionKeyMethod,
} from "../src/index.ts";
import { runVectors, type Vector } from "./vectors.ts";

function cardOf(vector: Vector): CardIdentity {
  return { pan: vector.text("pan"), panSequenceNumber: vector.text("psn") };
}

function paddingOf(vector: Vector): 1 | 2 {
  return vector.text("padding") === "zero" ? 1 : 2;
}

function sessionKeyMethod(vector: Vector, name: string): SessionKeyMethod {
  switch (name) {
    case "none":
      return { method: "none" };
    case "csk":
      if (vector.has("r")) return { method: "emv-common", diversification: vector.hex("r") };
      return { method: "emv-common", atc: vector.hex("atc") };
    case "mastercard-skd":
      return { method: "mastercard-skd", atc: vector.hex("atc"), unpredictableNumber: vector.hex("un") };
    case "visa-sm":
      return { method: "visa-script", atc: vector.hex("atc") };
    case "emv2000-tree":
      return {
        method: "emv2000-tree",
        atc: vector.hex("atc"),
        height: vector.number("height"),
        branchFactor: vector.number("branch"),
        initialVector: vector.hex("iv"),
      };
    default:
      throw new Error(`No method ${name}.`);
  }
}

/** Some of the sources set parity bits, which the cipher does not look at. */
function expectKey(vector: Vector, name: string, bytes: Uint8Array): void {
  expect(toHex(setOddParity(bytes))).toBe(toHex(setOddParity(fromHex(String(vector.expected(name))))));
}

function responseOf(vector: Vector): IssuerResponse {
  if (vector.has("arc")) return { method: 1, responseCode: vector.hex("arc") };
  const proprietaryData = vector.has("pad") ? vector.hex("pad") : new Uint8Array(0);
  return { method: 2, cardStatusUpdate: vector.hex("csu"), proprietaryData };
}

/** Scheme and version of the names that the sources use; decimal in most of them. */
const profileNames: Record<string, readonly [CryptogramScheme, number]> = {
  VisaCVN10: ["visa", 0x0a],
  VisaCVN18: ["visa", 0x12],
  VisaCVN22: ["visa", 0x22],
  InteracCVN133: ["interac", 0x85],
  MasterCardCVN16: ["mastercard", 0x10],
  MasterCardCVN17: ["mastercard", 0x11],
  MasterCardCVN20: ["mastercard", 0x14],
  MasterCardCVN21: ["mastercard", 0x15],
  CVN10: ["visa", 0x0a],
  CVN18: ["visa", 0x12],
  MC: ["mastercard", 0x10],
};

function profileNamed(name: string): CryptogramProfile {
  const [scheme, version] = profileNames[name] ?? ["visa", -1];
  const profile = findCryptogramProfile(scheme, version);
  if (!profile) throw new Error(`No profile ${name}.`);
  return profile;
}

const scriptsOf = (profile: CryptogramProfile): ScriptRules => {
  if (!profile.script) throw new Error("The profile has no scripts.");
  return profile.script;
};

/** The tags of a vector; where it has the card's results alone, they are put where 9F10 has them. */
function tagsOf(vector: Vector, profile?: CryptogramProfile): Map<string, Uint8Array> {
  const tags = new Map(
    Object.entries(vector.raw("tags") as Record<string, string>).map(([tag, value]) => [tag, fromHex(value)]),
  );
  const results = tags.get("cvr");
  if (profile && results) {
    const version = Uint8Array.of(profile.version);
    const issuerData =
      profile.scheme === "visa"
        ? concatBytes(fromHex("0601"), version, results)
        : concatBytes(fromHex("01"), version, results, fromHex("0000"), tags.get("counters") ?? new Uint8Array(8));
    tags.set("9F10", issuerData);
  }
  return tags;
}

const issuerKey = (vector: Vector, name = "imk") => tdesKey("issuer-cryptogram", vector.hex(name));

function scriptTransaction(vector: Vector) {
  return { atc: fromHex(vector.text("atc") === "null" ? "0000" : vector.text("atc")), cryptogram: vector.hex("arqc") };
}

function scriptKeys(vector: Vector) {
  const card = cardOf(vector);
  return {
    cryptogram: deriveCardKey(tdesKey("issuer-cryptogram", vector.hex("imkAc")), card, "A"),
    integrity: deriveCardKey(tdesKey("issuer-integrity", vector.hex("imkSmi")), card, "A"),
    confidentiality: deriveCardKey(tdesKey("issuer-confidentiality", vector.hex("imkSmc")), card, "A"),
  };
}

const enciphermentOf = (name: string): ScriptEncipherment => (name === "visa" || name === "mastercard" ? name : "ccd");

/** A PIN of the rejected vectors: its characters in hexadecimal. */
const pinOf = (vector: Vector, name: string) => Buffer.from(vector.text(name), "hex").toString("latin1");

/** What each operation of the rejected vectors is here. */
const rejectedOperations: Record<string, (vector: Vector) => unknown> = {
  "ac.generate_ac": (vector) =>
    applicationCryptogram(tdesKey("session-cryptogram", vector.hex("sk_ac")), vector.hex("data"), 2),
  "ac.generate_arpc_1": (vector) =>
    responseCryptogram(tdesKey("session-cryptogram", vector.hex("sk_ac")), vector.hex("arqc"), {
      method: 1,
      responseCode: vector.hex("arpc_rc"),
    }),
  "ac.generate_arpc_2": (vector) =>
    responseCryptogram(tdesKey("session-cryptogram", vector.hex("sk_ac")), vector.hex("arqc"), {
      method: 2,
      cardStatusUpdate: vector.hex("csu"),
      proprietaryData: vector.hex("prop_auth_data"),
    }),
  "kd.derive_common_sk": (vector) =>
    deriveSessionKey(tdesKey("card-cryptogram", vector.hex("icc_mk")), {
      method: "emv-common",
      diversification: vector.hex("r"),
    }),
  "kd.derive_visa_sm_sk": (vector) =>
    deriveSessionKey(tdesKey("card-integrity", vector.hex("icc_mk")), {
      method: "visa-script",
      atc: vector.hex("atc"),
    }),
  "kd.derive_emv2000_tree_sk": (vector) =>
    deriveSessionKey(tdesKey("card-cryptogram", vector.hex("icc_mk")), {
      method: "emv2000-tree",
      atc: vector.hex("atc"),
      height: vector.number("height"),
      branchFactor: vector.number("branch_factor"),
      initialVector: vector.hex("iv"),
    }),
  "sm.generate_command_mac": (vector) =>
    scriptMac(tdesKey("session-integrity", vector.hex("sk_smi")), vector.hex("command")),
  "sm.format_vis_pin_block": (vector) =>
    visPinBlock(
      tdesKey("card-cryptogram", vector.hex("icc_mk_ac")),
      pinOf(vector, "pin"),
      vector.raw("current_pin") === null ? undefined : pinOf(vector, "current_pin"),
    ),
  "sm.format_iso9564_2_pin_block": (vector) => encodePinBlock({ format: 2, pin: pinOf(vector, "pin") }),
};

runVectors("emv-crypto", {
  "icc-master-key": (vector) => {
    const key = deriveCardKey(issuerKey(vector), cardOf(vector), vector.text("option") as CardKeyOption);
    vector.expectHex("key", exportKey(key));
    if (vector.expects("kcv")) vector.expectHex("kcv", keyCheckValue(key));
  },
  "option-b-digits": (vector) => {
    const { pan, panSequenceNumber } = cardOf(vector);
    vector.expectEqual(
      "sha1",
      createHash("sha1")
        .update(packDigits(pan + panSequenceNumber))
        .digest("hex")
        .toUpperCase(),
    );
    const block = packDigits(String(vector.expected("y")));
    // The digits show in the key: a card of option A whose last 16 digits they are has the same one.
    const key = tdesKey("issuer-cryptogram", fromHex("9E15204313F7318ACB79B90BD986AD29"));
    const sameCard = { pan: toHex(block).slice(0, 14), panSequenceNumber: toHex(block).slice(14) };
    expect(exportKey(deriveCardKey(key, cardOf(vector), "B"))).toEqual(exportKey(deriveCardKey(key, sameCard, "A")));
  },
  "session-key": (vector) => {
    const method = sessionKeyMethod(vector, vector.text("method"));
    const key = deriveSessionKey(tdesKey("card-cryptogram", vector.hex("mk")), method);
    expectKey(vector, "key", exportKey(key));
    if (vector.expects("kcv")) vector.expectHex("kcv", keyCheckValue(key));
  },
  "application-cryptogram": (vector) => {
    const key = tdesKey("session-cryptogram", vector.hex("sk"));
    vector.expectHex("ac", applicationCryptogram(key, vector.hex("data"), paddingOf(vector)));
  },
  "aes-cmac-cryptogram": (vector) => {
    const key = aesKey("session-cryptogram", vector.hex("sk"));
    vector.expectHex("ac", applicationCryptogram(key, vector.hex("data"), 2));
    vector.expectHex("fullMac", cmac(aesKey("mac", vector.hex("sk")), vector.hex("data")));
  },
  "arpc-method1": (vector) => {
    const key = tdesKey("session-cryptogram", vector.hex("key"));
    vector.expectHex("arpc", responseCryptogram(key, vector.hex("arqc"), responseOf(vector)));
  },
  "arpc-method2": (vector) => {
    const key = tdesKey("session-cryptogram", vector.hex("key"));
    vector.expectHex("arpc", responseCryptogram(key, vector.hex("arqc"), responseOf(vector)));
  },
  "online-transaction": (vector) => {
    const cardKey = deriveCardKey(issuerKey(vector), cardOf(vector), vector.text("option") as CardKeyOption);
    const sessionKey = deriveSessionKey(cardKey, sessionKeyMethod(vector, vector.text("sessionKeyMethod")));
    if (vector.expects("iccMasterKey")) vector.expectHex("iccMasterKey", exportKey(cardKey));
    if (vector.expects("sessionKey")) vector.expectHex("sessionKey", exportKey(sessionKey));
    const cryptogram = applicationCryptogram(sessionKey, vector.hex("data"), paddingOf(vector));
    vector.expectHex("arqc", cryptogram);
    const responseKey = vector.has("arpcKey") && vector.text("arpcKey") === "mk" ? cardKey : sessionKey;
    const response = responseOf(vector);
    expect(response.method).toBe(vector.number("arpcMethod"));
    vector.expectHex("arpc", responseCryptogram(responseKey, cryptogram, response));
  },
  "profile-arqc-arpc": (vector) => {
    const profile = profileNamed(vector.text("profile"));
    const values = tagsOf(vector, profile);
    const cardKey = deriveCardKey(issuerKey(vector, "imkAc"), cardOf(vector), "A");
    const sessionKey = cryptogramKey(profile, cardKey, values);
    const cryptogram = cryptogramOf(profile, sessionKey, values);
    vector.expectHex("arqc", cryptogram);
    expect(verifyCryptogram(profile, sessionKey, { values, cryptogram })).toBe(true);
    const response = responseOf(vector);
    expect(profile.response?.method).toBe(response.method);
    const responseKey = profile.response?.key === "card" ? cardKey : sessionKey;
    vector.expectHex("arpc", responseCryptogram(responseKey, cryptogram, response));
  },
  "arqc-data-block": (vector) => {
    const name = vector.text("profile");
    // The 33 bytes of the usual CDOL1 are the ten values that every cryptogram starts with, and nothing of 9F10.
    const profile: CryptogramProfile =
      name === "CDOL1-33" ? { ...profileNamed("CVN10"), issuerData: [] } : profileNamed(name);
    const values = tagsOf(vector);
    if (name === "CDOL1-33") values.set("9F10", new Uint8Array(0));
    const data = cryptogramData(profile, values);
    vector.expectHex("data", data);
    const padded = profile.padding === 1 ? padWithZeros(data, 8) : padWithBit(data, 8);
    if (vector.expects("padded")) vector.expectHex("padded", padded);
  },
  "arqc-composition": (vector) => {
    const scheme = vector.text("scheme").toLowerCase() as CryptogramScheme;
    const profile = findCryptogramProfile(scheme, Number.parseInt(vector.text("cvnHex"), 16));
    vector.expectEqual("tags", profile?.tags);
    vector.expectEqual("padding", profile?.padding === 1 ? "zero" : "80");
    const slices: Record<string, unknown> = {
      "whole 9F10": [[0]],
      "9F10 bytes 3-8 (CVR)": [[2, 8]],
      "9F10 bytes 4-7 (CVR)": [[3, 7]],
      "9F10 from byte 4": [[3]],
    };
    expect(profile?.issuerData).toEqual(slices[String(vector.expected("thenIad"))]);
    const methods: Record<string, string> = {
      "ICC master key": "none",
      "session key": "emv-common",
      "session key (EMV common)": "emv-common",
      "session key (Mastercard SKD)": "mastercard-skd",
    };
    expect(profile?.sessionKey).toBe(methods[String(vector.expected("key"))]);
  },
  "cvn17-cryptogram": (vector) => {
    const profile = findCryptogramProfile("visa", 0x11);
    if (!profile) throw new Error("CVN 17 is not in the table.");
    const values = tagsOf(vector);
    const cardKey = deriveCardKey(issuerKey(vector), cardOf(vector), "A");
    vector.expectHex("iccMasterKey", exportKey(cardKey));
    vector.expectHex("data", cryptogramData(profile, values));
    vector.expectHex("arqc", cryptogramOf(profile, cryptogramKey(profile, cardKey, values), values));
  },
  "script-mac": (vector) => {
    vector.expectHex("mac", scriptMac(tdesKey("session-integrity", vector.hex("sk")), vector.hex("data")));
  },
  "script-mac-chain": (vector) => {
    const cardKey = deriveCardKey(tdesKey("issuer-integrity", vector.hex("imkSmi")), cardOf(vector), "A");
    const rules = vector.text("sessionKeyMethod") === "vsdc" ? visaScripts : ccdScripts;
    const key = deriveScriptKey(cardKey, rules, scriptTransaction(vector));
    vector.expectHex("mac", scriptMac(key, vector.hex("data")));
  },
  "script-encipher": (vector) => {
    const key = tdesKey("session-confidentiality", vector.hex("sk"));
    const how = enciphermentOf(vector.text("type"));
    const ciphertext = encipherScriptData(key, vector.hex("data"), how);
    vector.expectHex("ciphertext", ciphertext);
    const clear = decipherScriptData(key, ciphertext, how);
    expect(clear.subarray(0, vector.hex("data").length)).toEqual(vector.hex("data"));
  },
  "vis-pin-block": (vector) => {
    const currentPin = vector.raw("currentPin") === null ? undefined : vector.text("currentPin");
    const key = tdesKey("card-cryptogram", vector.hex("iccMkAc"));
    vector.expectHex("pinBlock", visPinBlock(key, vector.text("pin"), currentPin));
  },
  "profile-script-mac": (vector) => {
    const rules = scriptsOf(profileNamed(vector.text("profile")));
    const cardKey = deriveCardKey(tdesKey("issuer-integrity", vector.hex("imkSmi")), cardOf(vector), "A");
    const transaction = scriptTransaction(vector);
    const key = deriveScriptKey(cardKey, rules, transaction);
    const header = vector.hex("command").subarray(0, 4);
    const command = buildScriptCommand(key, rules, { header, data: new Uint8Array(0), transaction });
    expect(command.subarray(0, 5)).toEqual(vector.hex("command"));
    vector.expectHex("mac", command.subarray(5));
    expect(verifyScriptCommand(key, rules, { command, transaction })).toEqual(new Uint8Array(0));
  },
  "profile-pin-change": (vector) => {
    const rules = scriptsOf(profileNamed(vector.text("profile")));
    const change = { newPin: vector.text("newPin"), transaction: scriptTransaction(vector) };
    const currentPin = vector.raw("currentPin");
    const command = pinChangeCommand(
      rules,
      scriptKeys(vector),
      typeof currentPin === "string" ? { ...change, currentPin } : change,
    );
    vector.expectHex("command", command);
  },
  "pin-change-chain": (vector) => {
    const isVsdc = vector.text("sessionKeyMethod") === "vsdc";
    const encipherment = vector.text("padding") === "vsdc" ? "visa" : "ccd";
    const rules: ScriptRules = { ...(isVsdc ? visaScripts : ccdScripts), encipherment };
    const keys = scriptKeys(vector);
    const transaction = scriptTransaction(vector);
    const currentPin = vector.raw("currentPin");
    const block =
      vector.number("pinBlockFormat") === 34
        ? encodePinBlock({ format: 2, pin: vector.text("newPin") })
        : visPinBlock(keys.cryptogram, vector.text("newPin"), typeof currentPin === "string" ? currentPin : undefined);
    const data = encipherScriptData(deriveScriptKey(keys.confidentiality, rules, transaction), block, encipherment);
    vector.expectHex("encipheredPin", data);
    const message = concatBytes(vector.hex("apduHeader"), transaction.atc, transaction.cryptogram, data);
    vector.expectHex("mac", scriptMac(deriveScriptKey(keys.integrity, rules, transaction), message));
  },
  rejected: (vector) => {
    const operation = vector.text("op");
    if (operation === "sm.encrypt_command_data") {
      // The other case is a value that is no encipherment at all.
      const encipherment = vector.text("encryption_type").includes("VISA") ? "visa" : ("dict" as "visa");
      const key = tdesKey("session-confidentiality", vector.hex("sk_smc"));
      vector.expectRefused(() => encipherScriptData(key, vector.hex("command_data"), encipherment));
      return;
    }
    vector.expectRefused(() => rejectedOperations[operation]?.(vector));
  },
});
