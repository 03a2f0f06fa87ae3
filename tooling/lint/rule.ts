/** The type of a rule that oxlint loads from JavaScript. oxlint exports it only through its rule tester. */
import type { RuleTester } from "oxlint/plugins-dev";

export type Rule = Extract<Parameters<RuleTester["run"]>[1], { create: unknown }>;
