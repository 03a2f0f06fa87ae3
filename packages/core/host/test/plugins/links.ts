/** Sends one message over a link of its own and tells what came back. Leaves the link open. */
import { terminal } from "./terminal.ts";

export default terminal("links", ({ connect }, settings) => ({
  async execute(request) {
    const link = await connect({
      transport: settings.greeting === "none" ? "x-missing" : "x-echo",
      target: request.attemptId,
    });
    if (link.kind !== "exchange") return { kind: "failed", code: "INTERNAL", message: link.kind };
    const { status } = await link.exchange({ method: "PING", target: "", headers: {}, timeoutMs: 1_000 });
    return { kind: "failed", code: "INTERNAL", message: String(status) };
  },
}));
