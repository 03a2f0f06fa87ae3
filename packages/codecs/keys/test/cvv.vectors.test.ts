import { expect } from "vitest";
import {
  cardholderVerificationValue,
  cardVerificationValue,
  cvc3,
  cvc3Digits,
  deriveCardKey,
  dynamicCvv,
  ibm3624Offset,
  ibm3624Pin,
  pinVerificationValue,
  staticCvc3,
  tdesKey,
  type CardKeyOption,
  type DynamicCodeKey,
  type Ibm3624Settings,
} from "../src/index.ts";
import { runVectors, type Vector } from "./vectors.ts";

function dynamicKey(vector: Vector): DynamicCodeKey {
  const card = { pan: vector.text("pan"), panSequenceNumber: vector.text("psn") };
  const options: Record<string, CardKeyOption> = { A: "A", "B-hash-always": "B-always" };
  const option = options[vector.text("option")];
  if (!option) throw new Error("There is no such option.");
  return deriveCardKey(tdesKey("issuer-dynamic-code", vector.hex("imk")), card, option);
}

function settingsOf(vector: Vector): Ibm3624Settings {
  return {
    decimalizationTable: vector.text("decimalisationTable"),
    validationStart: vector.number("panOffset"),
    validationLength: vector.number("panLength"),
    fill: vector.text("padChar"),
  };
}

const pinKey = (vector: Vector) => tdesKey("pin-verification", vector.hex("pvk"));

const rejectedOperations: Record<string, (vector: Vector) => unknown> = {
  generate_cvv: (vector) =>
    cardVerificationValue(tdesKey("card-verification", vector.hex("cvk")), {
      pan: vector.text("pan"),
      expiry: vector.text("expiry"),
      serviceCode: vector.text("service_code"),
    }),
  generate_ibm3624_pin: (vector) =>
    ibm3624Pin(
      pinKey(vector),
      { pan: vector.text("pan"), offset: vector.text("offset") },
      {
        decimalizationTable: vector.text("conversion_table"),
        validationStart: vector.number("pan_verify_offset"),
        validationLength: vector.number("pan_verify_length"),
        fill: vector.text("pan_pad"),
      },
    ),
  generate_visa_pvv: (vector) =>
    pinVerificationValue(pinKey(vector), {
      pan: vector.text("pan"),
      pin: vector.text("pin"),
      keyIndex: vector.text("pvki"),
    }),
};

runVectors("cvv", {
  cvv: (vector) => {
    const key = tdesKey("card-verification", vector.hex("cvk"));
    const { pan, expiry, serviceCode } = {
      pan: vector.text("pan"),
      expiry: vector.text("expiry"),
      serviceCode: vector.text("serviceCode"),
    };
    vector.expectEqual("cvv", cardVerificationValue(key, { pan, expiry, serviceCode }));
  },
  cavv: (vector) => {
    const value = cardholderVerificationValue(tdesKey("card-verification", vector.hex("cvk")), {
      pan: vector.text("pan"),
      unpredictableNumber: vector.text("unpredictableNumber"),
      authenticationResult: vector.text("authenticationResult"),
      secondFactorResult: vector.text("secondFactorResult"),
    });
    vector.expectEqual("cavv", value);
  },
  dcvv: (vector) => {
    const input = {
      pan: vector.text("pan"),
      expiry: vector.text("expiry"),
      serviceCode: vector.text("serviceCode"),
    };
    vector.expectEqual("dcvv", dynamicCvv(dynamicKey(vector), input, vector.text("atc")));
  },
  cvc3: (vector) => {
    const key = dynamicKey(vector);
    const staticPart = vector.has("ivcvc3") ? vector.hex("ivcvc3") : staticCvc3(key, vector.hex("track"));
    const value = cvc3(key, { staticPart, unpredictableNumber: vector.hex("un"), atc: vector.hex("atc") });
    vector.expectEqual("cvc3", cvc3Digits(value, vector.number("digits") as 3 | 5));
  },
  pvv: (vector) => {
    const value = pinVerificationValue(pinKey(vector), {
      pan: vector.text("pan"),
      pin: vector.text("pin"),
      keyIndex: vector.text("pvki"),
    });
    vector.expectEqual("pvv", value);
  },
  "ibm3624-pin": (vector) => {
    const card = { pan: vector.text("pan"), offset: vector.text("offset") };
    const pin = ibm3624Pin(pinKey(vector), card, settingsOf(vector));
    vector.expectEqual("pin", pin);
    expect(ibm3624Offset(pinKey(vector), { pan: card.pan, pin }, settingsOf(vector))).toBe(card.offset);
  },
  "ibm3624-offset": (vector) => {
    const card = { pan: vector.text("pan"), pin: vector.text("pin") };
    const offset = ibm3624Offset(pinKey(vector), card, settingsOf(vector));
    vector.expectEqual("offset", offset);
    expect(ibm3624Pin(pinKey(vector), { pan: card.pan, offset }, settingsOf(vector))).toBe(card.pin);
  },
  rejected: (vector) => {
    expect(vector.expected("reason")).toMatch(/\w/);
    vector.expectRefused(() => rejectedOperations[vector.text("op")]?.(vector));
  },
});
