/** What becomes of one read, and of one message to the payment host, at a counter with a reader. */
import type { CardEntry, DeclineReason, GatewayCapabilities, ReaderCapabilities } from "@tillwire/plugin-api";

/** How a read ends. `final`: the card is done; `paused`: it waits for the host's answer. */
export interface ReadPlan {
  readonly ends:
    | "paused"
    | "final"
    | "offline-approved"
    | "offline-declined"
    | "other-interface"
    | "shopper-cancels"
    | "fails"
    | "never";
  readonly entry: CardEntry;
  readonly readMs: number;
  /** What the card says to an approval: it may agree, refuse, or be gone. */
  readonly lastWord: "agrees" | "refuses" | "gone";
  readonly finishMs: number;
}

/** A card that is inserted and agrees. */
export const plainRead: ReadPlan = { ends: "paused", entry: "chip", readMs: 2_000, lastWord: "agrees", finishMs: 500 };

/** What the payment host does with a request, and what becomes of it and its answer on the way. */
export interface HostPlan {
  readonly says: "approves" | "approves-part" | "approves-other-amount" | DeclineReason;
  readonly unreachable: boolean;
  /** Does the connector send two messages that move money, one after the other? */
  readonly twoMessages: boolean;
  /** How long the connector takes to make the message. */
  readonly makeMs: number;
  readonly requestLost: boolean;
  readonly answerLost: boolean;
  readonly travelMs: number;
}

/** A host that is there and approves. */
export const plainHost: HostPlan = {
  says: "approves",
  unreachable: false,
  twoMessages: false,
  makeMs: 0,
  requestLost: false,
  answerLost: false,
  travelMs: 300,
};

/** A reader that does everything. */
export const ableReader: ReaderCapabilities = {
  entries: ["chip", "contactless", "fallback-swipe"],
  currencies: "any",
  cancel: true,
  onlinePin: true,
  lateAmount: "none",
  questions: ["application"],
  display: true,
};

const recovery = { level: "B", horizonMs: 0, refusesLateArrival: true } as const;

/** A gateway whose attempts can only be reversed. */
export const reversingGateway: GatewayCapabilities = {
  operations: { authorize: { support: "native", recovery }, reverse: { support: "native", recovery } },
  currencies: ["EUR"],
  partialApproval: true,
  reversalOrder: "strict",
};

/** A gateway that can also be asked. */
export const askableGateway: GatewayCapabilities = {
  ...reversingGateway,
  operations: { ...reversingGateway.operations, lookup: { support: "native", recovery } },
};
