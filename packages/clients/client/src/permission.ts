/**
 * Tells whether a browser keeps this page from the local network: it then fails a connection exactly as it fails one to
 * a program that does not run.
 */

/**
 * The part of `navigator.permissions` that is used. Source: Permissions standard, section 6.
 * @public
 */
export interface PermissionSource {
  /** Rejects for a name that the browser does not know. `state` is `granted`, `denied` or `prompt`. */
  query(descriptor: { name: never }): Promise<{ readonly state: string }>;
}

export type NetworkPermission = "granted" | "denied" | "prompt" | "unknown";

// Source: Local Network Access (WICG), section "Permissions"; the second is what browsers called it before.
const permissionNames = ["loopback-network", "local-network-access"];

/** `unknown` where the browser has no such permission, and outside of browsers. */
export async function networkPermission(source: PermissionSource | undefined): Promise<NetworkPermission> {
  for (const name of permissionNames) {
    try {
      // The names are newer than the type that browsers' declarations give for them.
      const status = await source?.query({ name: name as never });
      const state = status?.state;
      if (state === "granted" || state === "denied" || state === "prompt") return state;
    } catch {
      // This browser does not know the name; the next one may be its word for it.
    }
  }
  return "unknown";
}
