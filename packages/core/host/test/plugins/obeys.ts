/** Waits for a card that never comes, and ends when it is told to, with what it knows. */
import { terminal } from "./terminal.ts";

export default terminal("obeys", ({ clock }) => ({
  async execute(_, signal) {
    try {
      await clock.sleep(3_600_000, signal);
    } catch {
      return { kind: "unknown", code: "ABORTED", message: "Nobody knows." };
    }
    return { kind: "canceled", by: "timeout" };
  },
}));
