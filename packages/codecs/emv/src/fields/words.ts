/**
 * Values in words, by tag: one table of what can be said, prepared once. A value that is not what its tag promises says
 * nothing rather than something wrong.
 */
import { toHex } from "@tillwire/bytes";
import { TillwireError } from "@tillwire/plugin-api";
import { findApplication } from "../codes/applications.ts";
import { countryFromNumeric } from "../codes/countries.ts";
import { currencyFromNumeric } from "../codes/currencies.ts";
import { decodeDol, decodeTagList } from "../dol/dol.ts";
import { tagDictionary } from "../dictionary/dictionary.ts";
import { decodeAfl } from "./afl.ts";
import { applicationInterchangeProfile } from "./application-interchange-profile.ts";
import { applicationUsageControl } from "./application-usage-control.ts";
import type { BitField } from "./bit-field.ts";
import type { CodeTable } from "./code-table.ts";
import { cryptogramInformationWords } from "./cryptogram-information.ts";
import { cvmListWords, cvmResultsWords } from "./cvm-words.ts";
import { issuerApplicationWords } from "./issuer-application-words.ts";
import { additionalTerminalCapabilities, terminalCapabilities } from "./terminal-capabilities.ts";
import { terminalTypeWords } from "./terminal-type.ts";
import {
  issuerActionCodeDefault,
  issuerActionCodeDenial,
  issuerActionCodeOnline,
  terminalVerificationResults,
} from "./terminal-verification-results.ts";
import { accountTypes, entryModes, transactionTypes } from "./transaction-codes.ts";
import { cardTransactionQualifiers, terminalTransactionQualifiers } from "./transaction-qualifiers.ts";
import { transactionStatusInformation } from "./transaction-status-information.ts";
import { date, iso, number, response, serviceCode, text, time, type Words } from "./value-words.ts";

const bitFields: readonly BitField[] = [
  additionalTerminalCapabilities,
  applicationInterchangeProfile,
  applicationUsageControl,
  cardTransactionQualifiers,
  issuerActionCodeDefault,
  issuerActionCodeDenial,
  issuerActionCodeOnline,
  terminalCapabilities,
  terminalTransactionQualifiers,
  terminalVerificationResults,
  transactionStatusInformation,
];

const bits = (field: BitField): readonly [string, Words] => [
  field.tag,
  (value) => field.decode(value).map(({ phrase }) => phrase),
];
const code = (tag: string, table: CodeTable): readonly [string, Words] => [
  tag,
  (value) => (value.length === 1 ? [table.phrase(value[0] ?? 0)] : []),
];
const application: Words = (value) => {
  const known = findApplication(toHex(value));
  return known ? [known.product ?? known.scheme] : [];
};
const named = (tag: string): string => `${tag} ${tagDictionary.get(tag)?.name ?? "unknown tag"}`;
const dol: Words = (value) => decodeDol(value).map(({ tag, length }) => `${named(tag)}, ${length} bytes`);

const wordsByTag: ReadonlyMap<string, Words> = new Map([
  ...bitFields.map(bits),
  code("9C", transactionTypes),
  code("9F39", entryModes),
  code("5F57", accountTypes),
  ["8E", cvmListWords],
  ["9F34", cvmResultsWords],
  [
    "94",
    (value) =>
      decodeAfl(value).map(
        ({ sfi, firstRecord, lastRecord, authenticatedRecords }) =>
          `File ${sfi}, records ${firstRecord} to ${lastRecord}, ${authenticatedRecords} of them authenticated`,
      ),
  ],
  ["9F10", issuerApplicationWords],
  ["9F27", cryptogramInformationWords],
  ["9F35", terminalTypeWords],
  ...["5F28", "9F1A"].map((tag) => [tag, iso(countryFromNumeric)] as const),
  ...["5F2A", "9F42", "9F3C"].map((tag) => [tag, iso(currencyFromNumeric)] as const),
  ...["9F36", "9F13", "9F17", "9F14", "9F23"].map((tag) => [tag, number] as const),
  ...["4F", "84", "9F06"].map((tag) => [tag, application] as const),
  ...["8C", "8D", "97", "9F38", "9F49"].map((tag) => [tag, dol] as const),
  ...["9A", "5F24", "5F25"].map((tag) => [tag, date] as const),
  ["9F21", time],
  ["5F30", serviceCode],
  ["9F4A", (value) => decodeTagList(value).map(named)],
  ...[...tagDictionary.values()]
    .filter(({ format, cardData }) => !cardData && (format === "a" || format === "an" || format === "ans"))
    .map(({ tag }) => [tag, text] as const),
  ["8A", response],
]);

/**
 * What a value means, in short phrases; nothing where there is nothing to say, and nothing when the value is not what
 * its tag promises. Of card data nothing is ever said.
 * @param applicationId The AID in upper-case hexadecimal, where it is known: it tells the layout of `9F10`.
 */
export function describeValue(tag: string, value: Uint8Array, applicationId?: string): readonly string[] {
  try {
    return wordsByTag.get(tag)?.(value, applicationId) ?? [];
  } catch (error) {
    if (TillwireError.is(error)) return []; // not what the tag promises; the hexadecimal value is shown all the same
    throw error;
  }
}
