/** What is wrong with the YAML itself, in plain words: what stands there, and how to write it instead. */
import type { ErrorCode } from "yaml";

/**
 * By the code that the library gives. Where one code stands for several mistakes, the words are for the usual one. Codes
 * that are not here keep the library's words, which are clear enough.
 */
const words: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_SCALAR_START: "a value that begins with this sign needs quotes around it",
  TAB_AS_INDENT: "a tab stands where only spaces may: indent with spaces",
  DUPLICATE_KEY: "this name stands here for the second time: keep one of the two",
  MULTIPLE_DOCS: "a second document begins here: keep one, and no line with ---",
  BLOCK_AS_IMPLICIT_KEY:
    "this is a name and a value where only a value may stand: begin a line for it, indented as its neighbors are, or put quotes around a text with a colon",
  MULTILINE_IMPLICIT_KEY: "a name is followed by a colon and a space, and this one is not: write `name: value`",
  BAD_INDENT: "this does not stand below its neighbors: indent what belongs together by the same number of spaces",
  MISSING_CHAR: "something before this place is not finished: look for a quote, a bracket or a colon that is missing",
  BAD_DQ_ESCAPE: "between double quotes a backslash means something else: use single quotes",
  TAG_RESOLVE_FAILED: "a value that begins with ! needs quotes around it",
  UNEXPECTED_TOKEN: "this sign may not stand here: begin a new line, or put quotes around the value",
};

/** The words for a code, or else what the library says. */
export function yamlWords({ code, message }: { readonly code: ErrorCode; readonly message: string }): string {
  const unclosed = message.includes("end with a "); // a bracket: told as an indentation that does not fit
  return words[unclosed ? "MISSING_CHAR" : code] ?? message;
}
