/**
 * Which EMV data elements are card data: what never leaves a reader in clear, and never stands in a log, a journal or an
 * answer to a POS. PCI DSS v4: the card number, the cardholder's name, track data, PIN data.
 */

/**
 * Tags whose value is card data, or holds it. The two certificates of the card are signed, not encrypted: with public keys
 * anyone recovers the card number from them (EMV Book 2, section 6.4, Table 14).
 * @public
 */
export const cardDataTags: ReadonlySet<string> = new Set([
  "56", // track 1 data
  "57", // track 2 equivalent data
  "58", // track 3 equivalent data
  "5A", // card number
  "99", // PIN data
  "5F20", // cardholder's name
  "5F21", // track 1
  "5F22", // track 2
  "5F23", // track 3
  "5F53", // account number (IBAN)
  "9F0B", // cardholder's name, extended
  "9F0C", // eight digits of the card number: more than the six that may be shown
  "9F1F", // discretionary data of track 1
  "9F20", // discretionary data of track 2
  "9F2D", // certificate that the card number can be recovered from
  "9F46", // certificate that the card number can be recovered from
  "9F6B", // track 2 data
  "DF812A", // discretionary data of track 1, by the kernel
  "DF812B", // discretionary data of track 2, by the kernel
]);
