/** Turns what a socket says into what a person can do. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Effect } from "@tillwire/plugin-api";

const connectFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    "refused the connection: the machine answers, but nothing listens there. Check the port, and that the device waits for connections",
  ECONNRESET: "broke the connection off while it was made. Check that the port and the TLS setting fit the device",
  ENOTFOUND: "has a name that nobody knows. Check the spelling, or use the IP address",
  EAI_AGAIN: "has a name that could not be looked up now. Check the network and its DNS, or use the IP address",
  EHOSTUNREACH: "cannot be reached from here. Check power, cable and address of the device",
  ENETUNREACH: "lies in a network that cannot be reached from here. Check this machine's network and the address",
  ETIMEDOUT: "did not answer in time. Check power, cable and address of the device, and firewalls between",
  CERT_HAS_EXPIRED: "shows a certificate that has expired. Renew it on the device, and check the clocks",
  CERT_NOT_YET_VALID: "shows a certificate that is not valid yet. Check the clocks of the device and of this machine",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "shows a certificate for another name. Set tls.serverName to the name in it, if that name is the device's",
  ERR_SSL_WRONG_VERSION_NUMBER: "does not speak TLS on this port. Check the port, or leave tls out",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "does not speak TLS on this port. Check the port, or leave tls out",
};

/** Codes of OpenSSL for a chain that leads to no known authority. */
const untrusted = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
const untrustedText =
  "shows a certificate of an authority that is not trusted here. Give the authority's certificate in tls.authoritiesPem";

export function unreachable(peer: string, cause: unknown): TillwireError {
  const code = codeOf(cause);
  const known = untrusted.has(code) ? untrustedText : connectFailures[code];
  const what = known ?? `could not be connected (${code}). Check power, cable and address of the device`;
  return new TillwireError("DEVICE_UNREACHABLE", { message: `${peer} ${what}.`, effect: "none", cause });
}

export function connectTimeout(peer: string, connectMs: number): TillwireError {
  const what = `did not answer within ${connectMs} ms. Check power, cable and address of the device, and firewalls between`;
  return new TillwireError("DEVICE_UNREACHABLE", { message: `${peer} ${what}.`, effect: "none" });
}

export function linkLost(peer: string, effect: Effect, cause?: unknown): TillwireError {
  const detail = cause === undefined ? "is closed" : `broke (${codeOf(cause)})`;
  const message = `The connection to ${peer} ${detail}. Check the network and the device, then connect again.`;
  return new TillwireError("LINK_LOST", { message, effect, cause });
}

export function aborted(peer: string, effect: Effect, signal: AbortSignal): TillwireError {
  const message = `What was going on with ${peer} was stopped on request.`;
  return new TillwireError("ABORTED", { message, effect, cause: signal.reason });
}

function codeOf(cause: unknown): string {
  if (typeof cause !== "object" || cause === null) return "no reason given";
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.message : "no reason given";
}
