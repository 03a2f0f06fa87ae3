/**
 * What reader and card want of a contactless transaction. TTQ: EMV Contactless Book A, section 5.7, Table 5-4. CTQ: Book
 * C-3, Annex A.2. Reading them is all that is done here; this is not a contactless kernel.
 */
import { defineBitField } from "./bit-field.ts";

/** Terminal transaction qualifiers (9F66). */
export const terminalTransactionQualifiers = defineBitField("9F66", [
  [
    [0x80, "magStripeMode", "Mag-stripe mode supported"],
    [0x20, "emvMode", "EMV mode supported"],
    [0x10, "contactChip", "EMV contact chip supported"],
    [0x08, "offlineOnlyReader", "Offline-only reader"],
    [0x04, "onlinePin", "Online PIN supported"],
    [0x02, "signature", "Signature supported"],
    [0x01, "odaForOnline", "Offline data authentication for online authorizations supported"],
  ],
  [
    [0x80, "onlineCryptogramRequired", "Online cryptogram required"],
    [0x40, "cvmRequired", "CVM required"],
    [0x20, "contactOfflinePin", "(Contact chip) offline PIN supported"],
  ],
  [
    [0x80, "issuerUpdate", "Issuer update processing supported"],
    [0x40, "consumerDeviceCvm", "Consumer device CVM supported"],
    [0x08, "consumerDeviceCvmRequired", "Consumer device CVM required"],
  ],
  [[0x80, "fdda", "fDDA v1.0 supported"]],
]);

/** Card transaction qualifiers (9F6C). */
export const cardTransactionQualifiers = defineBitField("9F6C", [
  [
    [0x80, "onlinePinRequired", "Online PIN required"],
    [0x40, "signatureRequired", "Signature required"],
    [0x20, "onlineIfOdaFails", "Go online if offline data authentication fails and reader is online capable"],
    [
      0x10,
      "switchIfOdaFails",
      "Switch interface if offline data authentication fails and reader supports contact chip",
    ],
    [0x08, "onlineIfExpired", "Go online if application expired"],
    [0x04, "switchForCash", "Switch interface for cash transactions"],
    [0x02, "switchForCashback", "Switch interface for cashback transactions"],
    [0x01, "notAtAtms", "Not valid for contactless ATM transactions"],
  ],
  [
    [0x80, "consumerDeviceCvmPerformed", "Consumer device CVM performed"],
    [0x40, "issuerUpdateAtPos", "Card supports issuer update processing at the POS"],
  ],
]);
