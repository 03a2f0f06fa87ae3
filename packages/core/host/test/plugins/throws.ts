/** Throws, in every way in which one can: the amount says which. */
import { TillwireError } from "@tillwire/plugin-api";
import { chosen, terminal } from "./terminal.ts";

export const thrown: Record<string, () => unknown> = {
  refused: () => new TillwireError("DEVICE_BUSY", { message: "In use.", effect: "none", cause: new Error("E23") }),
  "plain error": () => new TypeError("cannot read x", { cause: new Error("deeper") }),
  "card number": () => new Error("card 4111111111111111 broke it"),
  text: () => "just words",
  nothing: () => undefined,
  "no prototype": () => Object.create(null) as unknown,
  symbol: () => Symbol("odd"),
  hostile: () =>
    new Proxy(
      {},
      {
        has: () => {
          throw new Error("no");
        },
        get: () => {
          throw new Error("no");
        },
      },
    ),
  "unknown code": () =>
    Object.assign(new TillwireError("INTERNAL", { message: "new", effect: "none" }), { code: "BRAND_NEW" }),
  huge: () => new Error("x".repeat(10_000_000)),
};

export default terminal("throws", () => ({
  execute(request) {
    throw chosen(thrown, request)();
  },
}));
