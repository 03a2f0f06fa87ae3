/** What is inside a card once it was personalized: its files, and its own keys. No issuer's key is among them. */
import type { AflEntry } from "@tillwire/emv";
import type { CryptogramProfile, RsaPrivateKey, TdesKey } from "@tillwire/keys";

/** The card's own keys, each derived by the issuer from a master key that the card never sees. */
export interface CardKeys {
  readonly cryptogram: TdesKey<"card-cryptogram">;
  readonly integrity: TdesKey<"card-integrity">;
  readonly confidentiality: TdesKey<"card-confidentiality">;
  /** For DDA, CDA and enciphered PINs. A card without one cannot do these. */
  readonly signing?: RsaPrivateKey<"icc">;
}

/** One application. */
export interface CardApplication {
  readonly applicationId: Uint8Array;
  readonly label: string;
  /** 1 is the highest; 0 for none (tag 87). */
  readonly priority: number;
  /** Not selected without the cardholder's consent (tag 87, bit 8). */
  readonly needsConfirmation: boolean;
  /** Tag 9F38, as it stands in the FCI. */
  readonly pdol?: Uint8Array;
  /** Tag 82. */
  readonly interchangeProfile: Uint8Array;
  /** Tag 94. */
  readonly fileLocator: readonly AflEntry[];
  /** Whole records with their template, by `sfi.record`. */
  readonly records: ReadonlyMap<string, Uint8Array>;
  /** Tags 8C and 8D. */
  readonly firstDol: Uint8Array;
  readonly secondDol: Uint8Array;
  readonly keys: CardKeys;
  readonly profile: CryptogramProfile;
  readonly pin: string;
  readonly pinTries: number;
  /** Offline approvals in a row before it wants to go online. */
  readonly offlineLimit: number;
}

/** A card's magnetic stripe, as text without sentinels. */
export interface Stripe {
  readonly track1?: string;
  readonly track2: string;
}

/** A whole card. */
export interface CardImage {
  readonly name: string;
  /** Empty for a card without a chip. */
  readonly answerToReset: Uint8Array;
  readonly applications: readonly CardApplication[];
  /** Has a directory of its applications: a PSE, and a PPSE for taps. */
  readonly directory: boolean;
  readonly contactless: boolean;
  readonly stripe?: Stripe;
}

/** The name of a record in {@link CardApplication.records}. */
export function recordName(sfi: number, record: number): string {
  return `${sfi}.${record}`;
}
