/** Returns what is no outcome: the amount says what. */
import { chosen, terminal, wrong } from "./terminal.ts";

class Outcome {
  kind = "approved";
}

const endless: unknown[] = [];
endless.push(endless);

export const answers: Record<string, () => unknown> = {
  nothing: () => undefined,
  "another word": () => ({ kind: "maybe" }),
  "an extra member": () => ({ kind: "canceled", by: "pos", extra: true }),
  "a clear card number": () => ({
    kind: "declined",
    reason: "unspecified",
    card: { entry: "chip", pan: "4111111111111111" },
  }),
  "a function": () => ({ kind: "canceled", by: () => "pos" }),
  "a class instance": () => new Outcome(),
  "a promise inside": () => ({ kind: "canceled", by: Promise.resolve("pos") }),
  "a throwing getter": () => ({
    get kind() {
      throw new Error("no");
    },
  }),
  "a circle": () => endless,
  "too much": () => ({ kind: "failed", code: "INTERNAL", message: "x".repeat(50_000_000) }),
  "too many": () => Array.from({ length: 1_000_000 }, () => 0),
  "members that are undefined": () => ({ kind: "canceled", by: "pos", extra: undefined }),
};

export default terminal("answers", () => ({
  execute: (request) => Promise.resolve(wrong(chosen(answers, request)())),
  cancel: () => Promise.resolve(wrong(() => "not data")),
}));
