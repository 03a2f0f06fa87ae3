/** How a connection begins. */
import type { LaneView, PosLimits, QuestionKind } from "@tillwire/plugin-api";
import type { PaymentView } from "./payments.ts";

/**
 * The first message of the bridge, before the session. It keeps its form in every version; fields may be added.
 * @public
 */
export interface Hello {
  readonly versions: { readonly min: number; readonly max: number };
  readonly bridge: { readonly version: string; readonly mode: "demo" | "live"; readonly keyId: string };
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
  readonly version: number;
  readonly pos: {
    readonly name: string;
    readonly version?: string;
    readonly asks?: readonly QuestionKind[];
    readonly display?: boolean;
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
 * The open session. `openPayments`: what is not final, or not acknowledged, comes first.
 * @public
 */
export interface SessionOpenResult {
  readonly sessionId: string;
  readonly version: number;
  readonly openPayments: readonly PaymentView[];
  readonly lanes: readonly LaneView[];
  /** The bridge's own, over both nonces, in base64url: there when the POS signed. */
  readonly signature?: string;
}
