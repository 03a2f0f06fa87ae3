/** The same for much longer, where time allows. */
import { test } from "vitest";
import { checkDays, daysOr, seed } from "./check-days.ts";

const days = daysOr(200_000);

test(`every day keeps the promises (seed ${seed}, ${days} days)`, { timeout: 7_200_000 }, () => checkDays(days));
