/** The one card that virtual shoppers have: a published test number, already truncated. */
import { truncatePan } from "@tillwire/plugin-api";
import type { Card } from "../protocol/vocabulary.ts";

/** Visa's test number, as payment gateways publish it for their sandboxes. */
const publishedTestNumber = "4111111111111111";

export const virtualCard: Card = {
  entry: "chip",
  pan: truncatePan(publishedTestNumber),
  brand: "Visa",
  applicationId: "A0000000031010",
  applicationLabel: "VISA CREDIT",
  verification: "pin-online",
};
