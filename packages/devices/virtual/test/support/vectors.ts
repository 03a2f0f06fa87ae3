/** The published vectors beside this folder. */
import { readFileSync } from "node:fs";

/** What goes into a vector. The members of all kinds together: a test uses those that its kind has. */
interface VectorInputs {
  readonly name: string;
  readonly apdus: readonly (readonly [command: string, response: string])[];
  readonly supportedAids: readonly { readonly aid: string; readonly match: string }[];
  readonly fci: string;
  readonly afl: string;
  readonly configData: Readonly<Record<string, string>>;
  readonly paramsData: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly icc: Readonly<Record<string, string>>;
  readonly transactionLog: readonly { readonly pan: string; readonly amount: number }[];
  readonly modulus: string;
  readonly publicExponent: string;
}

/** What has to come out; as {@link VectorInputs}. */
interface VectorExpected {
  readonly outcome: string;
  readonly candidateListEmpty: boolean;
  readonly cardholderSelectionRequired?: boolean;
  readonly aip?: string;
  readonly afl?: string;
  readonly tvr: string;
  readonly tsi: string;
  readonly applicationLabel: string;
  readonly firstCid: string;
  readonly secondCid: string;
  readonly atc: string;
  readonly ac: string;
  readonly privateExponent: string;
  readonly p: string;
  readonly q: string;
}

/** One entry. */
export interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly inputs: VectorInputs;
  readonly expected: VectorExpected;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
}

/** The entries of one kind. */
export function vectors(name: "emv-flow" | "emv-odd", kind: string): Vector[] {
  const file = read(name) as { readonly entries: readonly Vector[] }; // our own file
  return file.entries.filter((entry) => entry.kind === kind);
}

/** Issuer master keys in hexadecimal. */
export interface IssuerKeys {
  readonly imkAc: string;
  readonly imkSmi: string;
  readonly imkSmc: string;
}

/** The published test issuers. */
export function issuerTestKeys(): { readonly "Mastercard MTIP": IssuerKeys; readonly "Visa ADVT": IssuerKeys } {
  return read("issuer-test-keys") as ReturnType<typeof issuerTestKeys>; // our own file
}
