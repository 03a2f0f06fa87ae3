/** Payment cryptography on node:crypto: pure functions of keys and bytes; randomness is always an argument. */
export { equalDigits, equalSecrets } from "./cipher/compare.ts";
export { hasOddParity, setOddParity } from "./cipher/parity.ts";
export { keyCheckValue, type CheckValueMethod } from "./check-value.ts";
export { decryptData, encryptData, type CipherMode } from "./data-encryption.ts";
export {
  aesUpdateKey,
  aesWorkingKey,
  deriveAesInitialKey,
  deriveAesTransaction,
  type AesTransaction,
  type AlgorithmOf,
} from "./dukpt/aes-derivation.ts";
export { derivationData, type AesDukptKeyType, type DerivationInput } from "./dukpt/aes-derivation-data.ts";
export {
  aesTransactionCount,
  nextAesKeySerialNumber,
  parseAesKeySerialNumber,
  withAesCounter,
  type AesKeySerialNumber,
} from "./dukpt/aes-key-serial-number.ts";
export { loadAesKeyRegister, type AesKeyRegister } from "./dukpt/aes-register.ts";
export { transactionCount, type CounterRules } from "./dukpt/counter.ts";
export { deriveTdesInitialKey, deriveTdesTransactionKey } from "./dukpt/tdes-derivation.ts";
export {
  nextTdesKeySerialNumber,
  parseTdesKeySerialNumber,
  tdesTransactionCount,
  withTdesCounter,
  type TdesKeySerialNumber,
} from "./dukpt/tdes-key-serial-number.ts";
export { loadTdesKeyRegister, type TdesKeyRegister, type TdesTransaction } from "./dukpt/tdes-register.ts";
export {
  tdesDataKey,
  tdesMacKey,
  tdesPinKey,
  tdesPinVariantData,
  tdesStandardData,
  type Direction,
  type TdesDataSettings,
} from "./dukpt/tdes-working-keys.ts";
export {
  aesKey,
  exportKey,
  hmacKey,
  tdesKey,
  type AesKey,
  type AnyKey,
  type DataPurpose,
  type DukptPurpose,
  type EmvPurpose,
  type EmvUse,
  type HmacKey,
  type Key,
  type KeyAlgorithm,
  type KeyPurpose,
  type MacPurpose,
  type TdesKey,
  type WorkingPurpose,
} from "./key.ts";
export {
  cmac,
  equalMacs,
  hmac,
  macAlgorithm1,
  macAlgorithm3,
  type MacAlgorithm3Options,
  type MacOptions,
} from "./mac/mac.ts";
export { pad, padWithBit, padWithZeros, type PaddingMethod } from "./mac/padding.ts";
export { decodePinBlock, encodePinBlock, type ClearPin, type PinBlockLayout } from "./pin/pin-block.ts";
export {
  decodeFormat4PinField,
  decipherFormat4,
  encipherFormat4,
  format4PanField,
  format4PinField,
  type Format4PanRule,
} from "./pin/format-4.ts";
export {
  decryptPin,
  encryptPin,
  type AesClearPin,
  type Format4Layout,
  type TdesClearPin,
  type TdesPinLayout,
} from "./pin/pin-encryption.ts";
export {
  applicationCryptogram,
  cryptogramData,
  cryptogramKey,
  cryptogramOf,
  verifyCryptogram,
  type CryptogramKey,
} from "./emv/application-cryptogram.ts";
export { deriveCardKey, type CardIdentity, type CardKeyOption } from "./emv/card-key.ts";
export {
  cryptogramProfiles,
  findCryptogramProfile,
  type CryptogramProfile,
  type CryptogramScheme,
} from "./emv/cryptogram-profiles.ts";
export { pinChangeCommand, visPinBlock, type PinChange, type PinChangeKeys } from "./emv/pin-change.ts";
export {
  issuerAuthenticationData,
  responseCryptogram,
  verifyIssuerAuthentication,
  type IssuerResponse,
  type ResponseKey,
} from "./emv/response-cryptogram.ts";
export { decipherScriptData, encipherScriptData } from "./emv/script-encipherment.ts";
export {
  ccdScripts,
  interacScripts,
  mastercardScripts,
  visaCommonKeyScripts,
  visaScripts,
  type ScriptEncipherment,
  type ScriptRules,
} from "./emv/script-rules.ts";
export {
  buildScriptCommand,
  deriveScriptKey,
  scriptMac,
  verifyScriptCommand,
  type ScriptCommand,
  type ScriptTransaction,
} from "./emv/script.ts";
export { deriveSessionKey, type SessionKeyMethod, type TreeShape } from "./emv/session-key.ts";
export type { TagValues } from "./emv/tag-values.ts";
export { caKeyChecksum } from "./oda/ca-key.ts";
export { isValidIn, type Certificate, type CertificateFacts } from "./oda/certified-key.ts";
export {
  signCombinedData,
  verifyCombinedData,
  type AuthenticCombinedData,
  type CombinedData,
  type CombinedExpectation,
} from "./oda/combined-data.ts";
export { signDynamicData, verifyDynamicData, type AuthenticDynamicData, type DynamicData } from "./oda/dynamic-data.ts";
export {
  certifyIccKey,
  recoverIccKey,
  recoverIccPinKey,
  type CardFacts,
  type CertifiedIccKey,
  type IccCertificateRequest,
  type IccKeyRole,
} from "./oda/icc-certificate.ts";
export {
  certifyIssuerKey,
  recoverIssuerKey,
  type CertifiedIssuerKey,
  type IssuerCertificateRequest,
} from "./oda/issuer-certificate.ts";
export { decipherOfflinePin, encipherOfflinePin, type OfflinePin } from "./oda/offline-pin.ts";
export { RsaPrivateKey, RsaPublicKey, type RsaPrivateNumbers, type RsaPublicNumbers, type RsaRole } from "./oda/rsa.ts";
export type { Failure } from "./oda/signed-message.ts";
export { signStaticData, verifyStaticData, type AuthenticStaticData } from "./oda/static-data.ts";
export { readKeyBlockHeader, writeKeyBlockHeader, type KeyBlockHeader, type ReadHeader } from "./tr31/header.ts";
export {
  unwrapKeyBlock,
  wrapKeyBlock,
  type KeyBlock,
  type KeyBlockProtectionKey,
  type WrapOptions,
} from "./tr31/key-block.ts";
export type { OptionalBlock } from "./tr31/optional-block.ts";
export { unwrapKey } from "./tr31/usages.ts";
export type { KeyBlockVersion } from "./tr31/versions.ts";
export {
  cardholderVerificationValue,
  cardVerificationValue,
  chipServiceCode,
  printedServiceCode,
  type CardVerificationInput,
  type CavvInput,
} from "./verification/card-verification-value.ts";
export {
  cvc3,
  cvc3Digits,
  dynamicCvv,
  staticCvc3,
  type Cvc3Input,
  type DynamicCodeKey,
} from "./verification/dynamic-code.ts";
export { ibm3624Offset, ibm3624Pin, type Ibm3624Settings } from "./verification/ibm-3624.ts";
export { pinVerificationValue, type PinVerificationInput } from "./verification/pin-verification-value.ts";
