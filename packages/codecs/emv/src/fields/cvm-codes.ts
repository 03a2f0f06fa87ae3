/** The codes of cardholder verification (EMV 4.4 Book 3, Annex C3, Tables 43 and 44; Book 4, Annex A4, Table 33). */
import { defineCodes } from "./code-table.ts";

/** How the cardholder is verified: the low six bits of a rule's first byte. */
export const cvmMethods = defineCodes([
  [0x00, "fail", "Fail CVM processing"],
  [0x01, "plaintext-pin-offline", "Plaintext PIN verification performed by ICC"],
  [0x02, "enciphered-pin-online", "Enciphered PIN verified online"],
  [0x03, "plaintext-pin-offline-and-signature", "Plaintext PIN verification performed by ICC and signature"],
  [0x04, "enciphered-pin-offline", "Enciphered PIN verification performed by ICC"],
  [0x05, "enciphered-pin-offline-and-signature", "Enciphered PIN verification performed by ICC and signature"],
  [0x06, "face-offline", "Facial biometric verified offline (by ICC)"],
  [0x07, "face-online", "Facial biometric verified online"],
  [0x08, "finger-offline", "Finger biometric verified offline (by ICC)"],
  [0x09, "finger-online", "Finger biometric verified online"],
  [0x0a, "palm-offline", "Palm biometric verified offline (by ICC)"],
  [0x0b, "palm-online", "Palm biometric verified online"],
  [0x0c, "iris-offline", "Iris biometric verified offline (by ICC)"],
  [0x0d, "iris-online", "Iris biometric verified online"],
  [0x0e, "voice-offline", "Voice biometric verified offline (by ICC)"],
  [0x0f, "voice-online", "Voice biometric verified online"],
  [0x1e, "signature", "Signature (paper)"],
  [0x1f, "no-cvm", "No CVM required"],
  // Not in a card's list; a terminal that verified nobody says so with it (Book 4, section 6.3.4.5).
  [0x3f, "not-performed", "No CVM performed"],
]);

/** When a rule applies: its second byte. X and Y are the amounts at the head of the list. */
export const cvmConditions = defineCodes([
  [0x00, "always", "Always"],
  [0x01, "unattended-cash", "If unattended cash"],
  [0x02, "no-cash", "If not unattended cash and not manual cash and not purchase with cashback"],
  [0x03, "supported", "If terminal supports the CVM"],
  [0x04, "manual-cash", "If manual cash"],
  [0x05, "cashback", "If purchase with cashback"],
  [0x06, "under-x", "If transaction is in the application currency and is under X value"],
  [0x07, "over-x", "If transaction is in the application currency and is over X value"],
  [0x08, "under-y", "If transaction is in the application currency and is under Y value"],
  [0x09, "over-y", "If transaction is in the application currency and is over Y value"],
]);

/** What came of it. `unknown`: a signature, or a PIN that only the issuer can check. */
export const cvmOutcomes = defineCodes([
  [0x00, "unknown", "Unknown"],
  [0x01, "failed", "Failed"],
  [0x02, "successful", "Successful"],
]);
