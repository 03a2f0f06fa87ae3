/** A cast overrules the compiler, so a comment must say why it is right: in its statement or on the line above. */
import type { Rule } from "./rule.ts";

interface Located {
  readonly type: string;
  readonly parent: Located | null;
  readonly loc: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
}

const message = "Say in a comment why this cast is right, or parse instead.";

export const castReason: Rule = {
  create: (context) => ({
    TSAsExpression(node) {
      const type = node.typeAnnotation;
      if (type.type === "TSUnknownKeyword") return;
      if (type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "const")
        return;
      const first = statementOf(node).loc.start.line - 1;
      const last = node.loc.end.line;
      const explained = context.sourceCode
        .getAllComments()
        .some((comment) => comment.loc.end.line >= first && comment.loc.start.line <= last);
      if (!explained) context.report({ node, message });
    },
  }),
};

function statementOf(node: Located): Located {
  const ends = /(Statement|Declaration|PropertyDefinition)$/;
  let current: Located = node;
  while (!ends.test(current.type) && current.parent !== null) current = current.parent;
  return current;
}
