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
  /** The maintainer's name for this state of the set. Another content gets another version; readers compare by hash. */
  readonly version: string;
  /**
   * The same for all applications. A wrong country or currency changes what cards decide, and declines real payments.
   */
  readonly terminal: EmvTerminalData;
  /** What the reader may select, in no order: the card and the shopper have the priority (EMV Book 1, section 12.4). */
  readonly applications: readonly EmvApplication[];
  /** For offline data authentication. Where a card's key is missing it fails, and the TACs say what follows. */
  readonly authorityKeys: readonly EmvAuthorityKey[];
  /** When the magnetic stripe of a chip card may be used. */
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
  /** Digits after the decimal point of the currency, as ISO 4217 gives them (tag 5F36): 2 for EUR, 0 for JPY. */
  readonly currencyExponent: number;
  /** One byte: `22` is attended, offline with online capability (tag 9F35; EMV Book 4, annex A1). */
  readonly terminalType: string;
  /**
   * Three bytes: card input, CVM, security (tag 9F33; EMV Book 4, annex A2). A bit for what the reader cannot do makes
   * that CVM fail.
   */
  readonly capabilities: string;
  /** Five bytes: transaction types, data input and output (tag 9F40; EMV Book 4, annex A3). */
  readonly additionalCapabilities: string;
  /** Four digits (tag 9F15; ISO 18245). Given by the acquirer; schemes decide fees and limits by it. */
  readonly merchantCategoryCode: string;
}

/**
 * One application that the reader may select.
 * @public
 */
export interface EmvApplication {
  /** Hexadecimal AID. */
  readonly applicationId: string;
  /** For the shopper where the card brings no label of its own: 1 to 16 characters. */
  readonly label: string;
  /** The same AID on both interfaces takes two entries, each with its own limits. */
  readonly interface: "contact" | "contactless";
  /** May the card's AID be longer than this one (application selection indicator; EMV Book 1, section 12.3.1)? */
  readonly partialSelection: boolean;
  /** Hexadecimal, two bytes (tag 9F09). */
  readonly version: string;
  /**
   * Five bytes each, in hexadecimal, bit by bit as the TVR (tag 95): decline, go online, or, when that fails, decline
   * (EMV Book 3, section 10.7).
   */
  readonly terminalActionCodes: { readonly denial: string; readonly online: string; readonly default: string };
  /**
   * Minor units of the terminal's currency (tag 9F1B). From this amount on the TVR says that it is exceeded; 0: always
   * (EMV Book 3, section 10.6.1).
   */
  readonly floorLimitMinor: number;
  /**
   * Contactless only, minor units: the most that may be tapped; at exactly this amount kernels differ. Absent: no limit
   * of the terminal's own.
   */
  readonly contactlessLimitMinor?: number;
  /**
   * Contactless only, minor units: from this amount on the cardholder has to be verified. Absent: as the kernel says.
   */
  readonly contactlessCvmLimitMinor?: number;
  /**
   * How many payments below the floor limit go online all the same (EMV Book 3, section 10.6.2): Absent: none are
   * chosen.
   */
  readonly randomSelection?: {
    /** Chance of an amount below the threshold: 0 to 99. */
    readonly targetPercent: number;
    /** Chance just below the floor limit: from `targetPercent` to 99. Between the two it rises with the amount. */
    readonly maximumPercent: number;
    /** Minor units, below the floor limit. */
    readonly thresholdMinor: number;
  };
  /** Data object list, hexadecimal, for dynamic data authentication when the card brings none (tag 9F49). */
  readonly defaultDdol?: string;
  /** Data object list, hexadecimal, for the TC hash when the card asks for it and brings none (tag 97). */
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
  /** Hexadecimal, big-endian, at most 248 bytes (EMV Book 2, annex B2.1). */
  readonly modulus: string;
  /** Hexadecimal: `03` or `010001` (EMV Book 2, annex B2.1). */
  readonly exponent: string;
  /** `YYYY-MM-DD`. */
  readonly expires?: string;
}

/**
 * When a chip card may be swiped instead.
 * @public
 */
export interface EmvFallback {
  /** False: a card whose chip cannot be read is not taken at all. Many issuers decline fallback anyway. */
  readonly swipeAllowed: boolean;
  /** Failed chip reads before it is. */
  readonly chipTries: number;
}
