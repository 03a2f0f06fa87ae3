/** The promises, over days that chance made up. A failure prints the seed and the smallest day that still fails. */
import { test } from "vitest";
import { checkDays, daysOr, seed } from "./check-days.ts";

const days = daysOr(3_000);

test(`every day keeps the promises (seed ${seed}, ${days} days)`, { timeout: 600_000 }, () => checkDays(days));
