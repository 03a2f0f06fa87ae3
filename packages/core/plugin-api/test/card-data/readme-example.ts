/** The README's example. */
import { scanCardData } from "../../src/card-data.ts";

// #region scan
const found = scanCardData("paid with 4111-1111-1111-1111, cvv: 123");
// #endregion

export const likely = found
  .filter(({ certainty }) => certainty === "likely")
  .map(({ kind, start, end }) => ({ kind, start, end }));
