/** What the terminal can do (EMV 4.4 Book 4, Annex A2 for tag 9F33, Annex A3 for tag 9F40). */
import { defineBitField } from "./bit-field.ts";

/** Terminal capabilities (9F33; Book 4, Annex A2, Tables 25 to 27). */
export const terminalCapabilities = defineBitField("9F33", [
  [
    [0x80, "manualEntry", "Card data input capability: manual key entry"],
    [0x40, "magneticStripe", "Card data input capability: magnetic stripe"],
    [0x20, "contactChip", "Card data input capability: IC with contacts"],
  ],
  [
    [0x80, "plaintextPinOffline", "CVM capability: plaintext PIN for ICC verification"],
    [0x40, "encipheredPinOnline", "CVM capability: enciphered PIN for online verification"],
    [0x20, "signature", "CVM capability: signature"],
    [0x10, "encipheredPinOffline", "CVM capability: enciphered PIN for offline verification (RSA ODE)"],
    [0x08, "noCvm", "CVM capability: no CVM required"],
  ],
  [
    [0x80, "sda", "Security capability: static data authentication (SDA)"],
    [0x40, "dda", "Security capability: dynamic data authentication (DDA)"],
    [0x20, "cardCapture", "Security capability: card capture"],
    [0x08, "cda", "Security capability: combined DDA/application cryptogram generation (CDA)"],
  ],
]);

/** Additional terminal capabilities (9F40; Book 4, Annex A3, Tables 28 to 32). */
export const additionalTerminalCapabilities = defineBitField("9F40", [
  [
    [0x80, "cash", "Transaction type capability: cash"],
    [0x40, "goods", "Transaction type capability: goods"],
    [0x20, "services", "Transaction type capability: services"],
    [0x10, "cashback", "Transaction type capability: cashback"],
    [0x08, "inquiry", "Transaction type capability: inquiry"],
    [0x04, "transfer", "Transaction type capability: transfer"],
    [0x02, "payment", "Transaction type capability: payment"],
    [0x01, "administrative", "Transaction type capability: administrative"],
  ],
  [[0x80, "cashDeposit", "Transaction type capability: cash deposit"]],
  [
    [0x80, "numericKeys", "Terminal data input capability: numeric keys"],
    [0x40, "alphabeticKeys", "Terminal data input capability: alphabetic and special characters keys"],
    [0x20, "commandKeys", "Terminal data input capability: command keys"],
    [0x10, "functionKeys", "Terminal data input capability: function keys"],
  ],
  [
    [0x80, "printAttendant", "Terminal data output capability: print or electronic, attendant"],
    [0x40, "printCardholder", "Terminal data output capability: print or electronic, cardholder"],
    [0x20, "displayAttendant", "Terminal data output capability: display, attendant"],
    [0x10, "displayCardholder", "Terminal data output capability: display, cardholder"],
    [0x02, "codeTable10", "Terminal data output capability: code table 10"],
    [0x01, "codeTable9", "Terminal data output capability: code table 9"],
  ],
  [
    [0x80, "codeTable8", "Terminal data output capability: code table 8"],
    [0x40, "codeTable7", "Terminal data output capability: code table 7"],
    [0x20, "codeTable6", "Terminal data output capability: code table 6"],
    [0x10, "codeTable5", "Terminal data output capability: code table 5"],
    [0x08, "codeTable4", "Terminal data output capability: code table 4"],
    [0x04, "codeTable3", "Terminal data output capability: code table 3"],
    [0x02, "codeTable2", "Terminal data output capability: code table 2"],
    [0x01, "codeTable1", "Terminal data output capability: code table 1"],
  ],
]);
