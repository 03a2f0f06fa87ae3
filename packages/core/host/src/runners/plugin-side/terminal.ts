/** Serves terminals: what a plugin opened is checked to be a terminal's session, then called as it is. */
import type { TerminalCapabilities, TerminalSession } from "@tillwire/plugin-api";
import { terminalRole } from "../roles/terminal.ts";
import type { TerminalRole } from "../roles/terminal.ts";
import { identityOf, loadDevice } from "./load-device.ts";
import { disposed, refuseWithout } from "./opened-session.ts";
import type { Load } from "./served-role.ts";

/** Loads a terminal plugin. */
export const loadTerminal: Load<TerminalRole> = async (choice) => {
  const { plugin, settings } = await loadDevice(choice, "terminal");
  return {
    role: terminalRole,
    identity: { ...identityOf(plugin), references: plugin.references },
    async open(lent) {
      const session = await plugin.open(lent.context, settings);
      return {
        capabilities: capabilitiesOf(session),
        methods: {
          execute: (request, signal) => session.execute(request, signal),
          async cancel(request, signal) {
            await session.cancel(request, signal); // whatever it returns
          },
          lookup: (request, signal) => session.lookup(request, signal),
          reverse: (request, signal) => session.reverse?.(request, signal),
        },
        watchDepartures: lent.watchDepartures,
        close: () => disposed(session),
      };
    },
  };
};

function capabilitiesOf(session: TerminalSession): TerminalCapabilities {
  const reverse = session?.capabilities?.operations?.reverse;
  const reverses = reverse !== undefined && reverse.support !== "unsupported";
  refuseWithout(session, ["execute", "cancel", "lookup", ...(reverses ? (["reverse"] as const) : [])], "terminal");
  return session.capabilities;
}
