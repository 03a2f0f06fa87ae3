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
  | { readonly type: "prompt"; readonly attemptId: AttemptId; readonly promptId: PromptId }
  /** The terminal's own words, passed on as they are. */
  | { readonly type: "terminal-text"; readonly attemptId: AttemptId; readonly text: string }
  | { readonly type: "card-presented"; readonly attemptId: AttemptId; readonly card: CardSummary }
  | { readonly type: "card-removed"; readonly attemptId: AttemptId }
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
  | { readonly type: "device-ready" }
  | { readonly type: "device-lost"; readonly code: ErrorCode; readonly message: string };

/**
 * Any event of a device.
 * @public
 */
export type DeviceEvent = ProgressEvent | DeviceStateEvent;
