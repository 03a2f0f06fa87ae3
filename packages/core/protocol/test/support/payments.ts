/** Payments as the engine shows them. */
import { attemptId, laneId, paymentId, paymentKey, truncatedPan } from "@tillwire/plugin-api";
import type { PaymentView } from "@tillwire/plugin-api";

export const approvedPayment: PaymentView = {
  id: paymentId("pm_5d0c1f8ab2e34976c1d0aa42"),
  key: paymentKey("order-1042-1"),
  lane: laneId("till-1"),
  kind: "sale",
  amount: { amountMinor: 2_500, currency: "EUR" },
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
    card: { entry: "chip", pan: truncatedPan("476173******0119") },
  },
  recoveryLevel: "B",
  attemptId: attemptId("at_90aa7c31d5e24bb8a3f6710c"),
  questions: [],
  acknowledged: false,
  createdAt: "2026-11-24T10:15:00.000Z",
  finalAt: "2026-11-24T10:15:04.120Z",
};
