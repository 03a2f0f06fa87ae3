/** What happened in the terminal (tag 9B; EMV 4.4 Book 3, Annex C6, Table 47). */
import { defineBitField } from "./bit-field.ts";

/** Transaction status information. */
export const transactionStatusInformation = defineBitField("9B", [
  [
    [0x80, "odaPerformed", "Offline data authentication was performed"],
    [0x40, "cardholderVerificationPerformed", "Cardholder verification was performed"],
    [0x20, "cardRiskManagementPerformed", "Card risk management was performed"],
    [0x10, "issuerAuthenticationPerformed", "Issuer authentication was performed"],
    [0x08, "terminalRiskManagementPerformed", "Terminal risk management was performed"],
    [0x04, "scriptProcessingPerformed", "Script processing was performed"],
  ],
  [],
]);
