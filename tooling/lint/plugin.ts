/** The house rules that oxlint has no rule for. */
import { castReason } from "./cast-reason.ts";
import { noClockReading } from "./no-clock-reading.ts";
import { noPlainError } from "./no-plain-error.ts";

const rules: Readonly<Record<string, object>> = {
  "cast-reason": castReason,
  "no-clock-reading": noClockReading,
  "no-plain-error": noPlainError,
};

export default { meta: { name: "tillwire" }, rules };
