/** What went wrong, or did not happen, in the terminal (tag 95; EMV 4.4 Book 3, Annex C5, Table 46). */
import { defineBitField } from "./bit-field.ts";

const bytes = [
  [
    [0x80, "odaNotPerformed", "Offline data authentication was not performed"],
    [0x40, "sdaFailed", "Static data authentication (SDA) failed"],
    [0x20, "iccDataMissing", "ICC data missing"],
    [0x10, "onExceptionFile", "Card appears on terminal exception file"],
    [0x08, "ddaFailed", "Dynamic data authentication (DDA) failed"],
    [0x04, "cdaFailed", "Combined DDA/application cryptogram generation (CDA) failed"],
    [0x02, "sdaSelected", "Static data authentication (SDA) selected"],
    [0x01, "xdaSelected", "Extended data authentication (XDA) selected"],
  ],
  [
    [0x80, "applicationVersionsDiffer", "ICC and terminal have different application versions"],
    [0x40, "expiredApplication", "Expired application"],
    [0x20, "applicationNotYetEffective", "Application not yet effective"],
    [0x10, "serviceNotAllowed", "Requested service not allowed for card product"],
    [0x08, "newCard", "New card"],
    [0x02, "biometricSuccessful", "Biometric performed and successful"],
    [0x01, "biometricFormatNotSupported", "Biometric template format not supported"],
  ],
  [
    [0x80, "cardholderVerificationFailed", "Cardholder verification was not successful"],
    [0x40, "unrecognizedCvm", "Unrecognised CVM"],
    [0x20, "pinTryLimitExceeded", "PIN try limit exceeded"],
    [0x10, "pinPadNotWorking", "PIN entry required and PIN pad not present or not working"],
    [0x08, "pinNotEntered", "PIN entry required, PIN pad present, but PIN was not entered"],
    [0x04, "onlineCvmCaptured", "Online CVM captured"],
    [0x02, "biometricDeviceNotWorking", "Biometric required but biometric capture device not working"],
    [
      0x01,
      "biometricBypassed",
      "Biometric required, biometric capture device present, but biometric subtype entry was bypassed",
    ],
  ],
  [
    [0x80, "floorLimitExceeded", "Transaction exceeds floor limit"],
    [0x40, "lowerOfflineLimitExceeded", "Lower consecutive offline limit exceeded"],
    [0x20, "upperOfflineLimitExceeded", "Upper consecutive offline limit exceeded"],
    [0x10, "selectedRandomly", "Transaction selected randomly for online processing"],
    [0x08, "merchantForcedOnline", "Merchant forced transaction online"],
    [0x04, "biometricTryLimitExceeded", "Biometric try limit exceeded"],
    [0x02, "biometricTypeNotSupported", "A selected biometric type not supported"],
    [0x01, "xdaFailed", "XDA signature verification failed"],
  ],
  [
    [0x80, "defaultTdolUsed", "Default TDOL used"],
    [0x40, "issuerAuthenticationFailed", "Issuer authentication failed"],
    [0x20, "scriptFailedBeforeFinal", "Script processing failed before final GENERATE AC"],
    [0x10, "scriptFailedAfterFinal", "Script processing failed after final GENERATE AC"],
    [0x04, "caEccKeyMissing", "CA ECC key missing"],
    [0x02, "eccKeyRecoveryFailed", "ECC key recovery failed"],
  ],
] as const;

/** Terminal verification results. */
export const terminalVerificationResults = defineBitField("95", bytes);

/** The name of a bit of the terminal verification results, and so of the action codes that select among them. */
export type TvrBit = (typeof bytes)[number][number][1];

/**
 * Issuer action codes have the same bits (Book 3, section 10.7): a bit that is set in both decides. Terminal action
 * codes are read with {@link terminalVerificationResults}, they are configuration and have no tag of their own.
 */
export const issuerActionCodeDefault = defineBitField("9F0D", bytes);
/** As {@link issuerActionCodeDefault}: these bits decline without going online. */
export const issuerActionCodeDenial = defineBitField("9F0E", bytes);
/** As {@link issuerActionCodeDefault}: these bits go online. */
export const issuerActionCodeOnline = defineBitField("9F0F", bytes);
