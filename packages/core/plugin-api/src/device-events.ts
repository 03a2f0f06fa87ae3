/**
 * What a device tells while it works. A closed set; texts for people go by prompt id.
 */
import type { CardSummary } from "./card.ts";
import type { ErrorCode } from "./error-catalog.ts";
import type { AttemptId } from "./identifiers.ts";
import type { PromptId } from "./prompts.ts";
import type { ReceiptLine } from "./receipt.ts";

/**
 * Progress of one attempt.
 * @public
 */
export type ProgressEvent =
  /** What the device shows or says now, where it is one of the list. */
  | { readonly type: "prompt"; readonly attemptId: AttemptId; readonly promptId: PromptId }
  /** The terminal's own words, passed on as they are but for card numbers. At most 4,000 characters. */
  | { readonly type: "terminal-text"; readonly attemptId: AttemptId; readonly text: string }
  /** As soon as the card is known, with what may be shown of it. */
  | { readonly type: "card-presented"; readonly attemptId: AttemptId; readonly card: CardSummary }
  | { readonly type: "card-removed"; readonly attemptId: AttemptId }
  /** Lines for the POS to print while the payment runs, such as a slip to sign. At most 2,000. */
  | {
      readonly type: "print";
      readonly attemptId: AttemptId;
      readonly copy: "merchant" | "customer";
      readonly lines: readonly ReceiptLine[];
    };

/**
 * The state of the device itself.
 * @public
 */
export type DeviceStateEvent =
  /** Says nothing new: a device counts as ready from when `open` resolves. */
  | { readonly type: "device-ready" }
  /** Ends the session: running calls get a while to say what they know, then it is closed, and opened with back-off. */
  | { readonly type: "device-lost"; readonly code: ErrorCode; readonly message: string };

/**
 * Any event of a device.
 * @public
 */
export type DeviceEvent = ProgressEvent | DeviceStateEvent;
