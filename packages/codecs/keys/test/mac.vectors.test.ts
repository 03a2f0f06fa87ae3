import {
  aesKey,
  cmac,
  hmac,
  hmacKey,
  keyCheckValue,
  macAlgorithm1,
  macAlgorithm3,
  pad,
  tdesKey,
  type CheckValueMethod,
  type MacOptions,
  type PaddingMethod,
} from "../src/index.ts";
import { runVectors, type Vector } from "./vectors.ts";

function macOptions(vector: Vector): MacOptions {
  const padding = vector.number("padding") as PaddingMethod;
  return vector.has("length") ? { padding, lengthBytes: vector.number("length") } : { padding };
}

function algorithm1(vector: Vector): void {
  const key = tdesKey("mac", vector.hex("key"));
  vector.expectHex("mac", macAlgorithm1(key, vector.hex("data"), macOptions(vector)));
}

function lengthOf(vector: Vector): number | undefined {
  return vector.has("length") ? vector.number("length") : undefined;
}

const checkValueMethods: Record<string, CheckValueMethod> = {
  "ecb-zeros": "zeros",
  "cmac-zeros": "cmac",
  "cmac-empty": "cmac-empty",
};

runVectors("mac", {
  "alg1-des": algorithm1,
  "alg1-tdes": algorithm1,
  alg3: (vector) => {
    const key = tdesKey("mac", vector.hex("key"));
    vector.expectHex("mac", macAlgorithm3(key, vector.hex("data"), macOptions(vector)));
  },
  "alg3-tdes-components": (vector) => {
    const options = { ...macOptions(vector), outputKey: tdesKey("mac", vector.hex("Kprime")) };
    vector.expectHex("mac", macAlgorithm3(tdesKey("mac", vector.hex("K")), vector.hex("data"), options));
  },
  "aes-cmac": (vector) => {
    vector.expectHex("mac", cmac(aesKey("mac", vector.hex("key")), vector.hex("data"), lengthOf(vector)));
  },
  "tdes-cmac": (vector) => {
    vector.expectHex("mac", cmac(tdesKey("mac", vector.hex("key")), vector.hex("data"), lengthOf(vector)));
  },
  "hmac-sha256": (vector) => {
    const options = { hash: "sha256", lengthBytes: vector.number("length") } as const;
    vector.expectHex("mac", hmac(hmacKey("mac", vector.hex("key")), vector.hex("data"), options));
  },
  kcv: (vector) => {
    const [algorithm = "", ...method] = vector.text("method").split("-");
    const key = algorithm === "aes" ? aesKey("mac", vector.hex("key")) : tdesKey("mac", vector.hex("key"));
    vector.expectHex("kcv", keyCheckValue(key, checkValueMethods[method.join("-")]));
  },
  padding: (vector) => {
    const method = vector.number("method") as PaddingMethod;
    vector.expectHex("padded", pad(vector.hex("data"), method, vector.number("blockLength")));
  },
});
