/** Sends without end what its setting says. */
import { terminal } from "./terminal.ts";

export default terminal("floods", ({ emit, log, ask, settle }, settings) => ({
  async execute(request) {
    const { attemptId } = request;
    const outcome = { kind: "canceled", by: "pos" } as const;
    for (;;) {
      if (settings.greeting === "events") emit({ type: "card-removed", attemptId });
      if (settings.greeting === "settlements") await settle({ references: request.references, outcome });
      if (settings.greeting === "questions at once") void ask(attemptId, { kind: "signature" }).catch(() => undefined);
      if (settings.greeting === "log") log.error("again");
      if (settings.greeting === "log") await Promise.resolve();
    }
  },
}));
