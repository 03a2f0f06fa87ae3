/** EMV data: BER-TLV, data object lists, the dictionary of tags, fields in words, card numbers and tracks, masking. */
export { cardDataTags } from "@tillwire/plugin-api/card-data";
export { holdsCardData, withoutCardData, withoutCardDataObjects } from "./card-data/without-card-data.ts";
export { brandRules, findBrand, type BrandRule, type CardBrand } from "./card-data/brand.ts";
export { isLuhnValid, luhnCheckDigit } from "./card-data/luhn.ts";
export { findPanFault, isPan, maskPan, type PanFault, type PanMask } from "./card-data/pan.ts";
export { decodeServiceCode, serviceCodeWords, type ServiceCode } from "./card-data/service-code.ts";
export { decodeTrack1Data, formatTrack1, parseTrack1, type Track1Data } from "./card-data/track-1.ts";
export { decodeTrack2Equivalent, encodeTrack2Equivalent, formatTrack2, parseTrack2 } from "./card-data/track-2.ts";
export { trackCheckCharacter } from "./card-data/track-check.ts";
export { maskTrack1, maskTrack2, type TrackMask } from "./card-data/track-mask.ts";
export type { TrackData } from "./card-data/track.ts";
export { findTruncatedPan, truncatedPanIn } from "./card-data/truncated-pan.ts";
export { findApplication, type KnownApplication } from "./codes/applications.ts";
export { countryFromNumeric, countryToNumeric } from "./codes/countries.ts";
export { currencyExponent, currencyFromNumeric, currencyToNumeric } from "./codes/currencies.ts";
export { tagDictionary } from "./dictionary/dictionary.ts";
export type { TagEntry, TagFormat, TagSource } from "./dictionary/entry.ts";
export { buildDolData, splitDolData, type DolValue, type TagValues } from "./dol/dol-data.ts";
export { decodeDol, decodeTagList, dolDataLength, encodeDol, type DolEntry } from "./dol/dol.ts";
export { decodeAfl, encodeAfl, type AflEntry } from "./fields/afl.ts";
export { applicationInterchangeProfile } from "./fields/application-interchange-profile.ts";
export { applicationUsageControl } from "./fields/application-usage-control.ts";
export type { BitField, FieldBit } from "./fields/bit-field.ts";
export { decodeCardVerificationResults, type CardVerificationResults } from "./fields/card-verification-results.ts";
export type { CodeTable } from "./fields/code-table.ts";
export {
  cryptogramTypes,
  decodeCryptogramInformation,
  type CryptogramInformation,
} from "./fields/cryptogram-information.ts";
export { cvmConditions, cvmMethods, cvmOutcomes } from "./fields/cvm-codes.ts";
export {
  decodeCvmList,
  decodeCvmResults,
  encodeCvmList,
  encodeCvmResults,
  type CvmList,
  type CvmResults,
  type CvmRule,
  type CvmRuleInput,
} from "./fields/cvm.ts";
export {
  decodeIssuerApplicationData,
  type IssuerApplicationData,
  type IssuerApplicationDataParts,
} from "./fields/issuer-application-data.ts";
export { additionalTerminalCapabilities, terminalCapabilities } from "./fields/terminal-capabilities.ts";
export { decodeTerminalType, type TerminalType } from "./fields/terminal-type.ts";
export {
  issuerActionCodeDefault,
  issuerActionCodeDenial,
  issuerActionCodeOnline,
  terminalVerificationResults,
  type TvrBit,
} from "./fields/terminal-verification-results.ts";
export { accountTypes, entryModes, transactionTypes } from "./fields/transaction-codes.ts";
export { cardTransactionQualifiers, terminalTransactionQualifiers } from "./fields/transaction-qualifiers.ts";
export { transactionStatusInformation } from "./fields/transaction-status-information.ts";
export { describeValue } from "./fields/words.ts";
export { describe, describeObjects, type DescribedObject } from "./tags/describe.ts";
export { decodeEmvTags, encodeEmvTags, toEmvTags } from "./tags/emv-tags.ts";
export type {
  ConstructedDataObject,
  ConstructedInput,
  DataObject,
  DataObjectInput,
  PrimitiveDataObject,
  PrimitiveInput,
} from "./tlv/data-object.ts";
export { decodeTlv } from "./tlv/decode.ts";
export { encodeTlv } from "./tlv/encode.ts";
export { findAllTags, findTag, flattenTlv } from "./tlv/find.ts";
export type { TlvLimits } from "./tlv/limits.ts";
export { isConstructedTag, isTag } from "./tlv/tag.ts";
export { findTlvValue, walkTlv, type TlvVisit } from "./tlv/walk.ts";
