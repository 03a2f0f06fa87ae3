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
  /**
   * How this card was read in the end: after a failed chip `fallback-swipe`, not `swipe`. Compare ISO 8583 field 22.
   */
  readonly entry: CardEntry;
  /** 8 to 19 characters. Absent for tokens, and where the peer gives no number. See {@link truncatePan}. */
  readonly pan?: TruncatedPan;
  /** The scheme's name as the device or gateway gives it: `Visa`, `girocard`. */
  readonly brand?: string;
  /** EMV application identifier (tag 9F06 or 4F) in upper-case hexadecimal. */
  readonly applicationId?: string;
  /** EMV application label or preferred name (tags 50, 9F12). */
  readonly applicationLabel?: string;
  /**
   * What the card and terminal agreed on (CVM results, EMV tag 9F34). Absent where it is not known: that is not `none`.
   */
  readonly verification?: CardholderVerification;
}

/**
 * EMV data elements by tag, in upper-case hexadecimal: `{ "9F26": "A1B2…" }`. Tags with card data in clear (57, 5A,
 * 5F20 and the others of `cardDataTags` in `@tillwire/plugin-api/card-data`) never appear; the reader plugin encrypts or drops them.
 * @public
 */
export type EmvTags = Readonly<Record<string, string>>;

/**
 * Which key encrypted something, so that the right party can decrypt it. Nobody in the bridge can.
 * Source: ANSI X9.24-1 (TDES), X9.24-3 (AES).
 * @public
 */
export interface CardKeyReference {
  /** How the key was derived. `vendor`: only the party that issued the key knows. */
  readonly scheme: "dukpt-tdes" | "dukpt-aes" | "vendor";
  /** Names one transaction's key: 10 bytes for TDES DUKPT, 12 for AES DUKPT, with the counter in it. Not secret. */
  readonly keySerialNumber: Uint8Array;
  /** The key usage or variant as the scheme names it, such as `data-request`. */
  readonly usage: string;
}

/**
 * One encrypted element of card data, as the reader gave it.
 * @public
 */
export interface EncryptedElement {
  /**
   * What the clear text is. `track-2-equivalent` is EMV tag 57; `emv` a list of TLV objects; `vendor` as its key's
   * owner says.
   */
  readonly element: "track-1" | "track-2" | "track-2-equivalent" | "pan" | "manual-entry" | "emv" | "vendor";
  /** What the gateway needs to find the decryption key. A wrong one makes the host decline, or read nonsense. */
  readonly key: CardKeyReference;
  /** As it left the reader, padding included. Only the gateway looks inside; nobody shortens, re-encodes or logs it. */
  readonly ciphertext: Uint8Array;
}

/**
 * An encrypted PIN block. It lives in memory only and is never stored. Source: ISO 9564-1.
 * @public
 */
export interface EncryptedPin {
  /** The PIN block format (ISO 9564-1). 0, 3 and 4 are bound to the card number; 4 is the one for AES. */
  readonly format: 0 | 1 | 2 | 3 | 4;
  /** Never the key of the card data: under DUKPT the same serial number, but another usage. */
  readonly key: CardKeyReference;
  /** The enciphered block: 8 bytes for formats 0 to 3, 16 for format 4. */
  readonly block: Uint8Array;
}

/**
 * What a reader gives for one card. The encrypted parts go to the gateway and, where an operation needs them after the
 * send, into the sealed envelope; never into the journal, a log or an event.
 * @public
 */
export interface CardData {
  /** What may be shown and stored of this card; all else here is for the gateway only. */
  readonly summary: CardSummary;
  /** For the gateway's chip data (ISO 8583 field 55). Absent where there was no chip: swipe, manual entry. */
  readonly emv?: EmvTags;
  /** Every element that the reader encrypted; empty only where the gateway knows the card otherwise, as by a token. */
  readonly encrypted: readonly EncryptedElement[];
  /**
   * Present when the cardholder entered a PIN for the issuer to check. It is sent once and never again, not even in a
   * repeat.
   */
  readonly pin?: EncryptedPin;
  /** Why a chip card was swiped: the host has to be told. */
  readonly fallbackReason?: "chip-unreadable" | "no-common-application";
}
