/** What every payment of a client shares. */
import type { ClientError } from "./client-error.ts";
import type { Connector } from "./connector.ts";
import type { ClientEvent } from "./notifications.ts";
import type { FinalResult } from "./payment.ts";
import type { ClientStorage } from "./storage.ts";
import type { ClientClock } from "./system.ts";

export interface Environment {
  readonly connector: Connector;
  readonly storage: ClientStorage;
  readonly clock: ClientClock;
  /** From 0 to just below 1. */
  readonly chance: () => number;
  /** Aborted first when the client closes: payments are not followed any more. */
  readonly stopping: AbortSignal;
  /** Aborted last: acknowledgements under way have had their time. */
  readonly ended: AbortSignal;
  readonly onOutcome: (result: FinalResult) => void | Promise<void>;
  tell(event: ClientEvent): void;
  /** Trouble that belongs to no caller. */
  report(error: ClientError): void;
}
