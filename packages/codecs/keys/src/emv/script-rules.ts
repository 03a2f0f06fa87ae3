/** How the schemes protect issuer scripts, as values. Source: EMV Book 2, 9, and published test values. */

/** The rules of one scheme. */
export interface ScriptRules {
  /** `visa-script` derives from the transaction counter, `emv-common` from the application cryptogram. */
  readonly sessionKey: "visa-script" | "emv-common";
  /** True when transaction counter and application cryptogram stand between header and data in the MAC's message. */
  readonly macCoversTransaction: boolean;
  readonly encipherment: ScriptEncipherment;
  /** `vis` mixes the new PIN with the card's key; `format-2` is ISO 9564-1. */
  readonly pinBlock: "vis" | "format-2";
}

/**
 * How data is filled up and encrypted. `visa`: its length in front, 80 and zeros behind, ECB. `ccd`: 80 and zeros behind,
 * CBC. `mastercard`: the same, but nothing is filled up when the data is whole blocks.
 */
export type ScriptEncipherment = "visa" | "mastercard" | "ccd";

/** Visa CVN 10 and 18. */
export const visaScripts: ScriptRules = {
  sessionKey: "visa-script",
  macCoversTransaction: true,
  encipherment: "visa",
  pinBlock: "vis",
};
/** Visa CVN 22. */
export const visaCommonKeyScripts: ScriptRules = { ...visaScripts, sessionKey: "emv-common" };
/** M/Chip. */
export const mastercardScripts: ScriptRules = {
  sessionKey: "emv-common",
  macCoversTransaction: true,
  encipherment: "mastercard",
  pinBlock: "format-2",
};
/** Interac CVN 133. */
export const interacScripts: ScriptRules = { ...mastercardScripts, macCoversTransaction: false };
/** EMV Common Core Definitions. */
export const ccdScripts: ScriptRules = { ...mastercardScripts, encipherment: "ccd" };
