/** What the terminal's core is told, and what it wants done. Both are data; the core itself does nothing. */
import type { ClientMessage } from "../../protocol/client-messages.ts";
import type { TerminalMessage, WireErrorCode } from "../../protocol/terminal-messages.ts";
import type { BehaviorName } from "../behaviors.ts";
import type { LedgerFact } from "../ledger/entry.ts";
import type { KeyedSale } from "./key-in.ts";

/** A timer, by what it is for. */
export type Timer =
  | { readonly kind: "hello" }
  /** The shopper or the issuer has had its time. */
  | { readonly kind: "stage" }
  | { readonly kind: "card-removed"; readonly reference: string }
  | { readonly kind: "commit"; readonly reference: string }
  | { readonly kind: "late-answer"; readonly reference: string };

/** What happened. */
export type Input =
  /** Somebody connected. Ends the session before. */
  | { readonly type: "connected"; readonly session: number }
  | { readonly type: "disconnected"; readonly session: number }
  | { readonly type: "message"; readonly session: number; readonly message: ClientMessage }
  /** Bytes arrived that are no message. */
  | { readonly type: "bad-input"; readonly session: number; readonly code: WireErrorCode; readonly problem: string }
  | { readonly type: "timer"; readonly timer: Timer }
  /** A cashier keys a sale in by hand. */
  | { readonly type: "keyed-in"; readonly sale: KeyedSale }
  /** The shopper pressed the cancel key. */
  | { readonly type: "cancel-key" }
  /** The next sale behaves so, whatever its amount. */
  | { readonly type: "behave-next"; readonly behavior: BehaviorName };

/** What is to be done once the entries of the same step are durable, in order. */
export type Output =
  | { readonly type: "send"; readonly message: TerminalMessage }
  /** Bytes that are no message. */
  | { readonly type: "send-garbage"; readonly bytes: Uint8Array }
  /** End the session after what was sent. */
  | { readonly type: "close" }
  | { readonly type: "start-timer"; readonly timer: Timer; readonly durationMs: number }
  | { readonly type: "stop-timer"; readonly timer: Timer }
  /** Do nothing at all for a while, then go on. */
  | { readonly type: "hang"; readonly durationMs: number }
  /** Lose everything but the ledger, and start again after a while. The last output of its step. */
  | { readonly type: "reboot"; readonly durationMs: number };

/** What only this run knows. */
export interface Volatile {
  readonly session: { readonly id: number; readonly greeted: boolean } | undefined;
  /** The transaction that has the shopper's attention, and how far it is. */
  readonly running: { readonly reference: string; readonly stage: number } | undefined;
  readonly behaveNext: BehaviorName | undefined;
}

/** What a step comes to. */
export interface Step {
  readonly volatile: Volatile;
  readonly facts: readonly LedgerFact[];
  readonly outputs: readonly Output[];
}
