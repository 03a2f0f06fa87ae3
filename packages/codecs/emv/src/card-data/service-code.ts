/** The three digits of a track that say where a card may be used (ISO/IEC 7813; the tables are those of ISO/IEC 4909). */
import { decodeError } from "@tillwire/bytes";

/** A service code, digit by digit. A digit without a meaning is `undefined` in its fields. */
export interface ServiceCode {
  readonly interchange?: "international" | "national" | "private" | "test";
  /** There is a chip: use it where possible. */
  readonly chip: boolean;
  readonly authorization?: "normal" | "by-issuer" | "by-issuer-unless-agreed";
  readonly services?: "no-restrictions" | "goods-and-services" | "atm-only" | "cash-only";
  readonly pin?: "none" | "required" | "prompt-if-possible";
}

type Interchange = Pick<ServiceCode, "interchange" | "chip">;
type Services = Pick<ServiceCode, "services" | "pin">;

const interchanges = new Map<string, Interchange>([
  ["1", { interchange: "international", chip: false }],
  ["2", { interchange: "international", chip: true }],
  ["5", { interchange: "national", chip: false }],
  ["6", { interchange: "national", chip: true }],
  ["7", { interchange: "private", chip: false }],
  ["9", { interchange: "test", chip: false }],
]);

const authorizations = new Map<string, Pick<ServiceCode, "authorization">>([
  ["0", { authorization: "normal" }],
  ["2", { authorization: "by-issuer" }],
  ["4", { authorization: "by-issuer-unless-agreed" }],
]);

const services = new Map<string, Services>([
  ["0", { services: "no-restrictions", pin: "required" }],
  ["1", { services: "no-restrictions", pin: "none" }],
  ["2", { services: "goods-and-services", pin: "none" }],
  ["3", { services: "atm-only", pin: "required" }],
  ["4", { services: "cash-only", pin: "none" }],
  ["5", { services: "goods-and-services", pin: "required" }],
  ["6", { services: "no-restrictions", pin: "prompt-if-possible" }],
  ["7", { services: "goods-and-services", pin: "prompt-if-possible" }],
]);

const interchangeWords = {
  international: "International interchange",
  national: "National interchange",
  private: "Private",
  test: "Test",
} as const;
const authorizationWords = {
  normal: "Authorization: normal",
  "by-issuer": "Authorization: by issuer",
  "by-issuer-unless-agreed": "Authorization: by issuer unless explicit bilateral agreement applies",
} as const;
const servicesWords = {
  "no-restrictions": "No restrictions",
  "goods-and-services": "Goods and services only",
  "atm-only": "ATM only",
  "cash-only": "Cash only",
} as const;
const pinWords = { required: "PIN required", "prompt-if-possible": "Prompt for PIN if PED present" } as const;

/** Reads a service code. @throws TillwireError `FRAME_INVALID` for anything but three digits. */
export function decodeServiceCode(code: string): ServiceCode {
  if (!/^\d{3}$/.test(code)) throw decodeError("A service code has three digits.");
  return {
    ...(interchanges.get(code.charAt(0)) ?? { chip: false }),
    ...authorizations.get(code.charAt(1)),
    ...services.get(code.charAt(2)),
  };
}

/** A service code in words. @throws TillwireError `FRAME_INVALID` for anything but three digits. */
export function serviceCodeWords(code: string): string[] {
  const { interchange, chip, authorization, services: allowed, pin } = decodeServiceCode(code);
  return [
    ...(interchange ? [interchangeWords[interchange]] : []),
    ...(chip ? ["Integrated circuit card"] : []),
    ...(authorization ? [authorizationWords[authorization]] : []),
    ...(allowed ? [servicesWords[allowed]] : []),
    ...(pin === undefined || pin === "none" ? [] : [pinWords[pin]]),
  ];
}
