/** What a lane can do: a terminal says so itself; a reader and a gateway can do what both together can. */
import type { GatewayCapabilities, ReaderCapabilities } from "@tillwire/plugin-api";
import { supportOf } from "@tillwire/plugin-api";
import type { LaneCapabilities } from "./state.ts";

/** The capabilities of a reader with its gateway. A sale is an authorization that takes the money at once. */
export function capabilitiesTogether(reader: ReaderCapabilities, gateway: GatewayCapabilities): LaneCapabilities {
  return {
    operations: {
      sale: supportOf(gateway.operations, "authorize"),
      reverse: supportOf(gateway.operations, "reverse"),
    },
    currencies: both(reader.currencies, gateway.currencies),
    cancel: reader.cancel,
    partialApproval: gateway.partialApproval,
    tipOnDevice: false, // the engine states the amount; a reader that asks for a tip asks the POS
    amountParts: ["tip", "tax", "cashback"],
  };
}

function both(one: readonly string[] | "any", other: readonly string[] | "any"): readonly string[] | "any" {
  if (one === "any") return other;
  return other === "any" ? one : one.filter((currency) => other.includes(currency));
}
