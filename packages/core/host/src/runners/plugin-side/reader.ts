/** Serves readers: what a plugin opened is checked to be a reader's session, then called as it is. */
import { readerRole } from "../roles/reader.ts";
import type { ReaderRole } from "../roles/reader.ts";
import { identityOf, loadDevice } from "./load-device.ts";
import { disposed, refuseWithout } from "./opened-session.ts";
import type { Load } from "./served-role.ts";

const required = ["read", "finish", "abandon", "loadParameters", "parametersHash"] as const;

/** Loads a reader plugin. */
export const loadReader: Load<ReaderRole> = async (choice) => {
  const { plugin, settings } = await loadDevice(choice, "reader");
  return {
    role: readerRole,
    identity: identityOf(plugin),
    async open(lent) {
      const session = await plugin.open(lent.context, settings);
      refuseWithout(session, required, "reader");
      return {
        capabilities: session.capabilities,
        methods: {
          read: (request, signal) => session.read(request, signal),
          finish: (request, signal) => session.finish(request, signal),
          async abandon(request, signal) {
            await session.abandon(request, signal); // whatever it returns
          },
          loadParameters: (parameters, signal) => session.loadParameters(parameters, signal),
          parametersHash: (_, signal) => session.parametersHash(signal),
        },
        close: () => disposed(session),
      };
    },
  };
};
