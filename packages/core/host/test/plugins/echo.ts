/** Approves everything, and tells on the way. */
import { terminal, approved } from "./terminal.ts";

export default terminal("echo", ({ emit, log }, settings) => ({
  execute(request) {
    log.info("executing", { attemptId: request.attemptId });
    emit({ type: "prompt", attemptId: request.attemptId, promptId: "present-card" });
    emit({ type: "terminal-text", attemptId: request.attemptId, text: "APPROVED" });
    return Promise.resolve(approved(request, settings.greeting));
  },
}));
