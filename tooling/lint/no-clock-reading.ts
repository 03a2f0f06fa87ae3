/** `new Date()` without an argument reads the machine's clock. The named functions are forbidden by oxlint's own rules. */
import type { Rule } from "./rule.ts";

export const noClockReading: Rule = {
  create: (context) => ({
    NewExpression(node) {
      if (node.callee.type !== "Identifier" || node.callee.name !== "Date" || node.arguments.length > 0) return;
      context.report({ node, message: "Take the time from the clock that the host lends." });
    },
  }),
};
