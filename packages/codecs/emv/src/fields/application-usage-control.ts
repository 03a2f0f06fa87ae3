/** Where the issuer lets the application be used (tag 9F07; EMV 4.4 Book 3, Annex C2, Table 42). */
import { defineBitField } from "./bit-field.ts";

/** Application usage control. */
export const applicationUsageControl = defineBitField("9F07", [
  [
    [0x80, "domesticCash", "Valid for domestic cash transactions"],
    [0x40, "internationalCash", "Valid for international cash transactions"],
    [0x20, "domesticGoods", "Valid for domestic goods"],
    [0x10, "internationalGoods", "Valid for international goods"],
    [0x08, "domesticServices", "Valid for domestic services"],
    [0x04, "internationalServices", "Valid for international services"],
    [0x02, "atms", "Valid at ATMs"],
    [0x01, "otherThanAtms", "Valid at terminals other than ATMs"],
  ],
  [
    [0x80, "domesticCashback", "Domestic cashback allowed"],
    [0x40, "internationalCashback", "International cashback allowed"],
  ],
]);
