/**
 * A runner over any kind of connection: opens one session at a time, and makes a new connection when the last one is
 * gone. Inline and worker differ in nothing but how they connect.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { IdentityOf, Role } from "../roles/role.ts";
import type { HostedSession, PluginRunner, RunnerHandlers } from "../runner.ts";
import type { PluginConnection } from "./connection.ts";
import { openSession } from "./open-session.ts";
import type { SessionSurroundings } from "./open-session.ts";
import { firstProblem } from "../senseless.ts";

/** A plugin that is loaded, and says who it is. */
export interface Connected {
  readonly identity: unknown;
  readonly connection: PluginConnection;
}

/** Loads the plugin and connects to it. Rejects when it cannot be loaded, its settings are invalid, or on abort. */
export type Connect = (signal: AbortSignal) => Promise<Connected>;

/** Makes a runner. Resolves once the plugin is loaded for the first time, so that its identity is known. */
export async function createSessionRunner<Kind extends Role>(
  role: Kind,
  connect: Connect,
  surroundings: SessionSurroundings,
): Promise<PluginRunner<Kind>> {
  const stopping = new AbortController();
  const first = await connect(stopping.signal);
  const identity = await checkedIdentity(role, first);
  let { connection } = first;
  let current: Promise<HostedSession<Kind>> | undefined;

  const release = (): void => {
    current = undefined;
  };
  async function open(handlers: RunnerHandlers, signal: AbortSignal): Promise<HostedSession<Kind>> {
    if (!connection.alive) ({ connection } = await connect(signal));
    const session = await openSession(connection, { role, handlers, signal, surroundings });
    const close = async (): Promise<void> => {
      await session[Symbol.asyncDispose]();
      release();
    };
    return { ...session, [Symbol.asyncDispose]: close };
  }
  return {
    role,
    identity,
    async open(handlers, signal) {
      if (stopping.signal.aborted) throw refused("ABORTED", "The plugin has been taken down.");
      if (current !== undefined) throw refused("DEVICE_BUSY", `The ${role.noun} is open already; close it first.`);
      const onExited: RunnerHandlers["exited"] = (error) => {
        release();
        handlers.exited(error);
      };
      current = open({ ...handlers, exited: onExited }, AbortSignal.any([signal, stopping.signal]));
      current.catch(release);
      return await current;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      const session = await current?.catch(() => undefined); // that it could not be opened was told to who opened it
      await session?.[Symbol.asyncDispose]();
      await connection.destroy();
    },
  };
}

/** Who the plugin says that it is, or `PLUGIN_FAILED`. */
async function checkedIdentity<Kind extends Role>(
  role: Kind,
  { identity, connection }: Connected,
): Promise<IdentityOf<Kind>> {
  const parsed = role.identity.safeParse(identity);
  if (parsed.success) return parsed.data as IdentityOf<Kind>; // by the role's own schema
  await connection.destroy();
  const what = firstProblem(parsed.error, { schema: role.identity, value: identity, whole: "it" });
  const message = `What the plugin says of itself makes no sense: ${what}. The plugin has to be corrected.`;
  throw new TillwireError("PLUGIN_FAILED", { message, effect: "none", cause: parsed.error });
}

function refused(code: "ABORTED" | "DEVICE_BUSY", message: string): TillwireError {
  return new TillwireError(code, { message, effect: "none" });
}
