/** What is asked of every session that a device plugin opens. */
import { TillwireError } from "@tillwire/plugin-api";

/** Throws `PLUGIN_FAILED` unless it has all methods that the contract, and its own capabilities, require. */
export function refuseWithout<Session extends AsyncDisposable>(
  session: Session,
  methods: readonly (keyof Session)[],
  noun: string,
): void {
  const required = [...methods, Symbol.asyncDispose as keyof Session]; // every session has it, by its type
  const missing = required.filter((name) => typeof session?.[name] !== "function").map(String);
  if (missing.length === 0) return;
  throw new TillwireError("PLUGIN_FAILED", {
    message: `What the plugin opened lacks ${missing.join(", ")}: it is no ${noun}. The plugin has to be corrected.`,
    effect: "none",
  });
}

/** Disposes it; what it throws on the spot rejects. */
export async function disposed(session: AsyncDisposable): Promise<void> {
  await session[Symbol.asyncDispose]();
}
