/** How a connection begins. */
import type { LaneView, PosLimits, QuestionKind } from "@tillwire/plugin-api";
import type { PaymentView } from "./payments.ts";

/**
 * The first message of the bridge, before the session. It keeps its form in every version; fields may be added.
 * @public
 */
export interface Hello {
  /** The versions of the protocol that the bridge speaks, both included. */
  readonly versions: { readonly min: number; readonly max: number };
  /** Who answers here. */
  readonly bridge: {
    /** What the operator calls it, for people who have several. Not unique; the key is what tells bridges apart. */
    readonly name: string;
    /** Its own version. */
    readonly version: string;
    /** In `live` it moves real money. */
    readonly mode: "demo" | "live";
    /** Names its signing key. */
    readonly keyId: string;
  };
  /** Every limit that a POS can meet. */
  readonly limits: PosLimits;
  /** Fresh for this connection; a POS with a key signs it. */
  readonly nonce: string;
}

/**
 * Who the POS is and what it can do. `keyId`, `nonce` and `signature` go together; a demo bridge needs none of them and
 * refuses them, because it does not check them. `version` stands here in every version.
 * @public
 */
export interface SessionOpenParams {
  /** One from the range in {@link Hello}. */
  readonly version: number;
  /** What the POS says of itself. */
  readonly pos: {
    /** The application's name for itself: 1 to 100 characters. */
    readonly name: string;
    /** The application's own version. */
    readonly version?: string;
    /** Questions that it can put to a person; others take their default at once. None when left out. */
    readonly asks?: readonly QuestionKind[];
    /** Can it show texts to a person? `false` when left out. */
    readonly display?: boolean;
    /** Can it print receipts? `false` when left out. */
    readonly print?: boolean;
  };
  /** Names the key that this POS is paired with. */
  readonly keyId?: string;
  /** 16 to 64 random bytes in base64url, fresh for this connection. */
  readonly nonce?: string;
  /** Over both nonces, in base64url. */
  readonly signature?: string;
}

/**
 * The open session.
 * @public
 */
export interface SessionOpenResult {
  /** For logs and support; nothing is asked by it. */
  readonly sessionId: string;
  /** The version that the POS picked. */
  readonly version: number;
  /** What is not final, or not acknowledged. No notification comes before it. */
  readonly openPayments: readonly PaymentView[];
  /** The lanes that this POS may use. */
  readonly lanes: readonly LaneView[];
  /** The bridge's own, over both nonces, in base64url: there when the POS signed. */
  readonly signature?: string;
}
