/** Sends one message (or fails to), then throws an error that is true of a later step: it says that nothing happened. */
import { TillwireError } from "@tillwire/plugin-api";
import type { DeviceContext } from "@tillwire/plugin-api";
import { chosen, terminal } from "./terminal.ts";

type Step = (context: DeviceContext, signal: AbortSignal) => Promise<unknown>;

const steps: Readonly<Record<string, Step>> = {
  waits: ({ clock }, signal) => clock.sleep(600_000, signal),
  reconnects: ({ connect }) => connect({ transport: "x-missing", target: "nowhere" }),
  refuses: () => Promise.reject(new TillwireError("DEVICE_REFUSED", { message: "Not this one.", effect: "none" })),
};

export default terminal("sends", (context, { greeting }) => ({
  async execute(request, signal) {
    if (greeting !== "silent") {
      const link = await context.connect({ transport: "x-echo", target: request.attemptId });
      if (link.kind === "exchange") await link.exchange({ method: "SALE", target: "", headers: {}, timeoutMs: 1_000 });
    }
    await chosen(steps, request)(context, signal);
    return { kind: "unknown", code: "INTERNAL", message: "Every step throws." };
  },
}));
