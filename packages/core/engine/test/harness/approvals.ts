/** Approvals as a terminal may give them: what was asked for, or something else. */
import type { Approved, Breakdown, SaleRequest } from "@tillwire/plugin-api";
import type { PlannedOutcome } from "./terminal-traits.ts";

/** An approval of a request. `count` makes the host's reference. */
export function approvalOf(request: SaleRequest, planned: PlannedOutcome, count: number): Approved {
  return {
    kind: "approved",
    breakdown: breakdownOf(request, planned),
    hostReference: `H${String(count).padStart(5, "0")}`,
    authorizationCode: "A12345",
    card: { entry: "chip", brand: "Visa" },
  };
}

function breakdownOf(request: SaleRequest, planned: PlannedOutcome): Breakdown {
  const { amount, tipMinor = 0, cashbackMinor = 0 } = request;
  const asked: Breakdown = {
    currency: amount.currency,
    requestedMinor: amount.amountMinor,
    tipMinor,
    surchargeMinor: 0,
    cashbackMinor,
    authorizedMinor: amount.amountMinor + tipMinor + cashbackMinor,
  };
  switch (planned) {
    case "approve-with-tip":
      return { ...asked, tipMinor: tipMinor + 150, authorizedMinor: asked.authorizedMinor + 150 };
    case "approve-part":
      return { ...asked, authorizedMinor: Math.floor(asked.authorizedMinor / 2) };
    case "approve-other-amount":
      return { ...asked, requestedMinor: 1, authorizedMinor: 1 };
    case "approve-other-currency":
      return { ...asked, currency: "USD" };
    case "approve":
    case "decline":
    case "shopper-cancels":
    case "fail":
      return asked;
  }
}
