/** What the steps of a pursuit share, and how it ends. Types only. */
import type { CancelWish } from "./cancel-wish.ts";
import type { ClientError } from "./client-error.ts";
import type { Environment } from "./environment.ts";
import type { FinalPaymentView } from "./parse.ts";
import type { PaymentUpdate } from "./payment.ts";
import type { Progress } from "./progress.ts";
import type { RecordKeeper } from "./record-keeper.ts";

/**
 * How the pursuit of a payment ended. `withdrawn`: canceled, and certain that it never ran. `refused`: the bridge did
 * not take it.
 */
export type End =
  | { readonly kind: "final"; readonly payment: FinalPaymentView }
  | { readonly kind: "withdrawn" }
  /** `foreign`: the stored record under this key is another request's, or could not be read. It stays. */
  | { readonly kind: "refused"; readonly error: ClientError; readonly foreign?: true };

/** One payment on its way. */
export interface Pursuit {
  readonly environment: Environment;
  readonly record: RecordKeeper;
  readonly progress: Progress;
  readonly wish: CancelWish;
  /** Resolves when the payment was canceled before anything was sent. */
  readonly withdrawn: Promise<End>;
  tell(update: PaymentUpdate): void;
}
