/**
 * The bits of card verification results by layout; the numbers between them are read elsewhere. CCD: EMV 4.4 Book 3,
 * Annex C9.3, Table CCD 10. Visa and Mastercard publish theirs to licensees only; the bits here are those that open
 * decoders have.
 */
import { defineBitField } from "./bit-field.ts";

/** CCD, all five bytes; the last is reserved. */
export const ccdBits = defineBitField("9F10", [
  [
    [0x08, "cdaPerformed", "Combined DDA/application cryptogram generation (CDA) performed"],
    [0x04, "ddaPerformed", "Offline dynamic data authentication (DDA) performed"],
    [0x02, "issuerAuthenticationNotPerformed", "Issuer authentication not performed"],
    [0x01, "issuerAuthenticationFailed", "Issuer authentication failed"],
  ],
  [
    [0x08, "offlinePinPerformed", "Offline PIN verification performed"],
    [0x04, "offlinePinFailed", "Offline PIN verification performed and PIN not successfully verified"],
    [0x02, "pinTryLimitExceeded", "PIN try limit exceeded"],
    [0x01, "lastOnlineNotCompleted", "Last online transaction not completed"],
  ],
  [
    [0x80, "lowerCountExceeded", "Lower offline transaction count limit exceeded"],
    [0x40, "upperCountExceeded", "Upper offline transaction count limit exceeded"],
    [0x20, "lowerAmountExceeded", "Lower cumulative offline amount limit exceeded"],
    [0x10, "upperAmountExceeded", "Upper cumulative offline amount limit exceeded"],
    [0x08, "issuerBit1", "Issuer-discretionary bit 1"],
    [0x04, "issuerBit2", "Issuer-discretionary bit 2"],
    [0x02, "issuerBit3", "Issuer-discretionary bit 3"],
    [0x01, "issuerBit4", "Issuer-discretionary bit 4"],
  ],
  [
    [0x08, "scriptFailed", "Issuer script processing failed"],
    [0x04, "odaFailedBefore", "Offline data authentication failed on previous transaction"],
    [0x02, "goOnlineNext", "Go online on next transaction was set"],
    [0x01, "unableToGoOnline", "Unable to go online"],
  ],
  [],
]);

/** The two bytes after the cryptogram types, in all of Visa's formats. */
const visaHistory = [
  [
    [0x80, "lastOnlineNotCompleted", "Last online transaction not completed"],
    [0x40, "pinTryLimitExceeded", "PIN try limit exceeded"],
    [0x20, "velocityExceeded", "Exceeded velocity checking counters"],
    [0x10, "newCard", "New card"],
    [0x08, "issuerAuthenticationFailedBefore", "Issuer authentication failure on last online transaction"],
    [0x04, "issuerAuthenticationNotPerformed", "Issuer authentication not performed after online authorization"],
    [0x02, "applicationBlocked", "Application blocked by card because PIN try limit exceeded"],
    [0x01, "sdaFailedBefore", "Offline static data authentication failed on last transaction"],
  ],
  [
    [0x08, "scriptFailed", "Issuer script processing failed"],
    [0x04, "ddaFailedBefore", "Offline dynamic data authentication failed on last transaction"],
    [0x02, "ddaPerformed", "Offline dynamic data authentication performed"],
    [0x01, "pinCommandNotReceived", "PIN verification command not received for a PIN-expecting card"],
  ],
] as const;

/** Visa, formats 0, 1 and 3: all three bytes. */
export const visaBits = defineBitField("9F10", [
  [
    [0x08, "issuerAuthenticationFailed", "Issuer authentication performed and failed"],
    [0x04, "offlinePinPerformed", "Offline PIN verification performed"],
    [0x02, "offlinePinFailed", "Offline PIN verification failed"],
    [0x01, "unableToGoOnline", "Unable to go online"],
  ],
  ...visaHistory,
]);

/** Visa, formats 2 and 4: the second to the fourth of five bytes. The other two are not published. */
export const visaMobileBits = defineBitField("9F10", [
  [
    [0x08, "issuerAuthenticationFailed", "Issuer authentication performed and failed"],
    [0x04, "consumerDeviceCvmPerformed", "CDCVM successfully performed"],
    [0x01, "unableToGoOnline", "Unable to go online"],
  ],
  ...visaHistory,
]);

/** M/Chip, all six bytes. */
export const mchipBits = defineBitField("9F10", [
  [
    [0x08, "dateCheckFailed", "Date check failed"],
    [0x04, "offlinePinPerformed", "Offline PIN verification performed"],
    [0x02, "encipheredPinPerformed", "Offline encrypted PIN verification performed"],
    [0x01, "offlinePinSuccessful", "Offline PIN verification successful"],
  ],
  [
    [0x80, "ddaPerformed", "Dynamic data authentication (DDA) returned"],
    [0x40, "cdaInFirst", "Combined DDA/application cryptogram generation (CDA) returned in first GENERATE AC"],
    [0x20, "cdaInSecond", "Combined DDA/application cryptogram generation (CDA) returned in second GENERATE AC"],
    [0x10, "issuerAuthenticationPerformed", "Issuer authentication performed"],
    [0x08, "defaultCodesSkipped", "Card issuer action codes (CIAC) default skipped on CAT3"],
    [0x04, "offlinePinChanged", "Offline change PIN result successful"],
    [0x02, "issuerBit2", "Issuer discretionary bit 2"],
    [0x01, "issuerBit1", "Issuer discretionary bit 1"],
  ],
  [],
  [
    [0x80, "lastOnlineNotCompleted", "Last online transaction not completed"],
    [0x40, "unableToGoOnline", "Unable to go online"],
    [0x20, "offlinePinNotPerformed", "Offline PIN verification not performed"],
    [0x10, "offlinePinFailed", "Offline PIN verification failed"],
    [0x08, "pinTryLimitExceeded", "PTL exceeded"],
    [0x04, "international", "International transaction"],
    [0x02, "domestic", "Domestic transaction"],
    [0x01, "terminalTookPinForCorrect", "Terminal erroneously considers offline PIN OK"],
  ],
  [
    [0x80, "lowerCountExceeded", "Lower consecutive offline (M/Chip 4) or counter 1 (M/Chip Advance) limit exceeded"],
    [0x40, "upperCountExceeded", "Upper consecutive offline (M/Chip 4) or counter 1 (M/Chip Advance) limit exceeded"],
    [0x20, "lowerAmountExceeded", "Lower cumulative offline (M/Chip 4) or accumulator (M/Chip Advance) limit exceeded"],
    [0x10, "upperAmountExceeded", "Upper cumulative offline (M/Chip 4) or accumulator (M/Chip Advance) limit exceeded"],
    [0x08, "goOnlineNext", "Go online on next transaction was set"],
    [0x04, "issuerAuthenticationFailed", "Issuer authentication failed"],
    [0x02, "scriptReceived", "Script received"],
    [0x01, "scriptFailed", "Script failed"],
  ],
  [
    [0x80, "lowerCount2Exceeded", "Lower consecutive counter 2 limit exceeded"],
    [0x40, "upperCount2Exceeded", "Upper consecutive counter 2 limit exceeded"],
    [0x20, "lowerAmount2Exceeded", "Lower cumulative accumulator 2 limit exceeded"],
    [0x10, "upperAmount2Exceeded", "Upper cumulative accumulator 2 limit exceeded"],
    [0x08, "mtaExceeded", "MTA limit exceeded"],
    [0x04, "daysOfflineExceeded", "Number of days offline limit exceeded"],
    [0x02, "checkTableMatch", "Match found in additional check table"],
    [0x01, "checkTableNoMatch", "No match found in additional check table"],
  ],
]);
