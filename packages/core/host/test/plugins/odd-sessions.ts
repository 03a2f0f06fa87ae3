/** Opens what is no terminal, as its setting says. */
import { TillwireError } from "@tillwire/plugin-api";
import { capabilities, session, terminal, wrong } from "./terminal.ts";

const plugin = terminal("odd-sessions");

export default Object.freeze({
  ...plugin,
  async open(...[context, settings]: Parameters<typeof plugin.open>) {
    switch (settings.greeting) {
      case "unreachable":
        throw new TillwireError("DEVICE_UNREACHABLE", { message: "Nobody there.", effect: "none" });
      case "nothing":
        return wrong<ReturnType<typeof session>>(undefined);
      case "no lookup":
        return session(settings, wrong({ lookup: undefined }));
      case "no reverse":
        return session(settings, wrong({ reverse: undefined }));
      case "odd capabilities":
        return session(settings, { capabilities: wrong({ ...capabilities, currencies: "most" }) });
      case "cannot reverse":
        return session(settings, { capabilities: { ...capabilities, operations: {} } });
      case "events": {
        const { emit } = context;
        emit(wrong({ type: "prompt", attemptId: "attempt-1", promptId: "tell-me-your-pin" }));
        emit(wrong({ type: "terminal-text", attemptId: "attempt-1", text: () => "live" }));
        emit({ type: "device-ready" });
        return session(settings);
      }
      default:
        return await plugin.open(context, settings);
    }
  },
});
