/** One sale and what belongs to it, as it travels. */
import type { LaneId, LaneView, PaymentId, PaymentKey, PaymentView } from "../../src/wire.ts";

export const key = "order-1042-1" as PaymentKey; // an example; a test holds it against the schemas
export const lane = "till-1" as LaneId; // as above

const amount = { amountMinor: 2_500, currency: "EUR" };

const running: PaymentView = {
  id: "pm_5d0c1f8ab2e34976c1d0aa42" as PaymentId, // as above
  key,
  lane,
  kind: "sale",
  amount,
  state: "sent",
  recoveryLevel: "B",
  questions: [],
  acknowledged: false,
  createdAt: "2026-11-24T10:15:00.000Z",
};

export const approved: PaymentView = {
  ...running,
  state: "final",
  outcome: {
    kind: "approved",
    breakdown: {
      currency: "EUR",
      requestedMinor: 2_500,
      tipMinor: 0,
      surchargeMinor: 0,
      cashbackMinor: 0,
      authorizedMinor: 2_500,
    },
    hostReference: "000000000017",
    authorizationCode: "A1B2C3",
    card: { entry: "chip", brand: "Visa", verification: "pin-online" },
  },
  finalAt: "2026-11-24T10:15:04.120Z",
};

export const declined: PaymentView = {
  ...running,
  state: "final",
  outcome: { kind: "declined", reason: "insufficient-funds", hostCode: "51", message: "Declined" },
  finalAt: "2026-11-24T10:15:04.120Z",
};

export const unknown: PaymentView = { ...running, state: "unknown" };

export const laneView: LaneView = {
  lane,
  state: "ready",
  device: "Virtual terminal",
  currencies: ["EUR"],
  operations: [{ kind: "sale", support: "native", recoveryLevel: "B" }],
  cancel: true,
  partialApproval: true,
  answerWithinMs: 90_000,
};
