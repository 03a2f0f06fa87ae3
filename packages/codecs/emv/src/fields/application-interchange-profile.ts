/** What the card application can do (tag 82; EMV 4.4 Book 3, Annex C1, Table 41; byte 2: Contactless Books C-2, C-3). */
import { defineBitField } from "./bit-field.ts";

/** Application interchange profile. */
export const applicationInterchangeProfile = defineBitField("82", [
  [
    [0x80, "xda", "Extended data authentication (XDA) is supported"],
    [0x40, "sda", "Static data authentication (SDA) is supported"],
    [0x20, "dda", "Dynamic data authentication (DDA) is supported"],
    [0x10, "cardholderVerification", "Cardholder verification is supported"],
    [0x08, "terminalRiskManagement", "Terminal risk management is to be performed"],
    [0x04, "issuerAuthentication", "Issuer authentication using EXTERNAL AUTHENTICATE is supported"],
    [0x02, "onDeviceVerification", "On-device cardholder verification is supported"],
    [0x01, "cda", "Combined DDA/application cryptogram generation (CDA) is supported"],
  ],
  [
    [0x80, "emvMode", "Contactless EMV mode is supported"],
    [0x40, "mobilePhone", "Mobile phone"],
    [0x20, "contactlessTransaction", "Contactless transaction"],
    [0x01, "relayResistance", "Relay resistance protocol (RRP) is supported"],
  ],
]);
