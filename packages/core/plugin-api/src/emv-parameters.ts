/**
 * The EMV parameter set: what a reader needs to know about schemes, keys and risk, in one versioned value. It comes
 * from the configuration or from `gateway.parameters()`; a reader plugin compiles it to the reader's own format, loads
 * it between payments and reports its hash. Sources: EMV 4.4 Book 3 (terminal data), Book 4 annex A.
 */

/**
 * One set. A lane whose reader holds another hash than this set's is not ready.
 * @public
 */
export interface EmvParameterSet {
  readonly version: string;
  readonly terminal: EmvTerminalData;
  readonly applications: readonly EmvApplication[];
  readonly authorityKeys: readonly EmvAuthorityKey[];
  readonly fallback: EmvFallback;
}

/**
 * Terminal data elements, in upper-case hexadecimal where EMV has bits: tags 9F1A, 5F2A, 9F35, 9F33, 9F40, 9F15.
 * @public
 */
export interface EmvTerminalData {
  /** ISO 3166 numeric, three digits. */
  readonly countryCode: string;
  /** ISO 4217 numeric, three digits. */
  readonly currencyCode: string;
  readonly currencyExponent: number;
  readonly terminalType: string;
  readonly capabilities: string;
  readonly additionalCapabilities: string;
  readonly merchantCategoryCode: string;
}

/**
 * One application that the reader may select.
 * @public
 */
export interface EmvApplication {
  /** Hexadecimal AID. */
  readonly applicationId: string;
  readonly label: string;
  readonly interface: "contact" | "contactless";
  readonly partialSelection: boolean;
  /** Hexadecimal, two bytes (tag 9F09). */
  readonly version: string;
  readonly terminalActionCodes: { readonly denial: string; readonly online: string; readonly default: string };
  readonly floorLimitMinor: number;
  /** Contactless only: the most that may be tapped, and from where on the cardholder is verified. */
  readonly contactlessLimitMinor?: number;
  readonly contactlessCvmLimitMinor?: number;
  readonly randomSelection?: {
    readonly targetPercent: number;
    readonly maximumPercent: number;
    readonly thresholdMinor: number;
  };
  /** Default dynamic data object lists, hexadecimal. */
  readonly defaultDdol?: string;
  readonly defaultTdol?: string;
}

/**
 * A certification authority's public key.
 * @public
 */
export interface EmvAuthorityKey {
  /** Registered application provider, hexadecimal, five bytes. */
  readonly rid: string;
  /** Hexadecimal, one byte. */
  readonly index: string;
  readonly modulus: string;
  readonly exponent: string;
  /** `YYYY-MM-DD`. */
  readonly expires?: string;
}

/**
 * When a chip card may be swiped instead.
 * @public
 */
export interface EmvFallback {
  readonly swipeAllowed: boolean;
  /** Failed chip reads before it is. */
  readonly chipTries: number;
}
