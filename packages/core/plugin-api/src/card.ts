/**
 * What may be known about a card: a summary that is fit for receipts, and ciphertext that only the gateway opens.
 * There is no type here that could hold a clear card number.
 */
import type { TruncatedPan } from "./identifiers.ts";

/**
 * How the card was taken. `manual` is keyed on the device, encrypted there.
 * @public
 */
export type CardEntry = "chip" | "contactless" | "swipe" | "fallback-swipe" | "manual" | "token";

/**
 * How the cardholder was verified. `device` is the cardholder's own phone or watch.
 * @public
 */
export type CardholderVerification =
  | "none"
  | "signature"
  | "pin-online"
  | "pin-offline"
  | "pin-and-signature"
  | "device"
  | "failed";

/**
 * A card as receipts and searches show it.
 * @public
 */
export interface CardSummary {
  readonly entry: CardEntry;
  readonly pan?: TruncatedPan;
  /** The scheme's name as the device or gateway gives it: `Visa`, `girocard`. */
  readonly brand?: string;
  /** EMV application identifier (tag 9F06 or 4F) in upper-case hexadecimal. */
  readonly applicationId?: string;
  /** EMV application label or preferred name (tags 50, 9F12). */
  readonly applicationLabel?: string;
  readonly verification?: CardholderVerification;
}

/**
 * EMV data elements by tag, in upper-case hexadecimal: `{ "9F26": "A1B2…" }`. Tags with card data in clear (57, 5A,
 * 56, 9F6B, 9F20, 5F20) never appear; the reader plugin encrypts or drops them.
 * @public
 */
export type EmvTags = Readonly<Record<string, string>>;

/**
 * Which key encrypted something, so that the right party can decrypt it. Nobody in the bridge can.
 * Source: ANSI X9.24-1 (TDES), X9.24-3 (AES).
 * @public
 */
export interface CardKeyReference {
  readonly scheme: "dukpt-tdes" | "dukpt-aes" | "vendor";
  readonly keySerialNumber: Uint8Array;
  /** The key usage or variant as the scheme names it, such as `data-request`. */
  readonly usage: string;
}

/**
 * One encrypted element of card data, as the reader gave it.
 * @public
 */
export interface EncryptedElement {
  readonly element: "track-1" | "track-2" | "track-2-equivalent" | "pan" | "manual-entry" | "emv" | "vendor";
  readonly key: CardKeyReference;
  readonly ciphertext: Uint8Array;
}

/**
 * An encrypted PIN block. It lives in memory only and is never stored. Source: ISO 9564-1.
 * @public
 */
export interface EncryptedPin {
  readonly format: 0 | 1 | 2 | 3 | 4;
  readonly key: CardKeyReference;
  readonly block: Uint8Array;
}

/**
 * What a reader gives for one card. The encrypted parts go to the gateway and, where an operation needs them after the
 * send, into the sealed envelope; never into the journal, a log or an event.
 * @public
 */
export interface CardData {
  readonly summary: CardSummary;
  readonly emv?: EmvTags;
  readonly encrypted: readonly EncryptedElement[];
  readonly pin?: EncryptedPin;
  /** Why a chip card was swiped: the host has to be told. */
  readonly fallbackReason?: "chip-unreadable" | "no-common-application";
}
