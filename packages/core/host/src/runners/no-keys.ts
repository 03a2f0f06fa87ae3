/** The keystore of a bridge without one: refuses every operation, and says what is missing. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Keystore } from "@tillwire/plugin-api";

/** Refuses with `SETTINGS_INVALID`. */
export function createEmptyKeystore(): Keystore {
  const refuse = (key: string): Promise<never> =>
    Promise.reject(
      new TillwireError("SETTINGS_INVALID", {
        message: `The plugin asks for the key "${key}", but no keys are configured.`,
        effect: "none",
      }),
    );
  return { hmac: refuse, mac: refuse, encrypt: refuse, decrypt: refuse };
}
