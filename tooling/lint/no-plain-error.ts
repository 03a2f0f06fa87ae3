/** Built-in errors say nothing about whether money may have moved; code of the bridge throws its own kind. */
import type { Rule } from "./rule.ts";

const builtIn = new Set(["Error", "TypeError", "RangeError", "SyntaxError", "AggregateError"]);

export const noPlainError: Rule = {
  create: (context) => ({
    ThrowStatement(node) {
      const thrown = node.argument;
      if (thrown.type !== "NewExpression" && thrown.type !== "CallExpression") return;
      if (thrown.callee.type !== "Identifier" || !builtIn.has(thrown.callee.name)) return;
      context.report({
        node,
        message: "Throw a TillwireError: a plain error does not say whether money may have moved.",
      });
    },
  }),
};
