/** The bridge's first message, and the choice of a version. Pure. */
import type { Hello } from "@tillwire/protocol/wire";
import { clientError, ClientError } from "./client-error.ts";
import { isObject } from "./parse.ts";

/** The part of the hello that the client goes by. Throws `PROTOCOL_VIOLATION` for anything else than a hello. */
export function readHello(value: unknown, url: string): Pick<Hello, "versions" | "bridge" | "limits"> {
  if (isObject(value) && isRange(value["versions"]) && isBridge(value["bridge"]) && isLimits(value["limits"])) {
    return { versions: value["versions"], bridge: value["bridge"], limits: value["limits"] };
  }
  throw clientError("PROTOCOL_VIOLATION", `What answers at ${url} is no Tillwire bridge. Check the address.`);
}

/** The highest version that both sides speak; the client speaks 1 to `newest`. Throws `VERSION_UNSUPPORTED`. */
export function chooseVersion({ min, max }: Hello["versions"], newest: number): number {
  const version = Math.min(max, newest);
  if (version >= Math.max(min, 1)) return version;
  const message =
    `The bridge speaks versions ${min} to ${max} of the protocol, this client 1 to ${newest}. ` +
    `Upgrade the ${max < 1 ? "bridge" : "client"}.`;
  throw new ClientError("VERSION_UNSUPPORTED", { message, effect: "none", retry: false });
}

function isRange(value: unknown): value is Hello["versions"] {
  return isObject(value) && Number.isInteger(value["min"]) && Number.isInteger(value["max"]);
}

function isBridge(value: unknown): value is Hello["bridge"] {
  if (!isObject(value) || (value["mode"] !== "demo" && value["mode"] !== "live")) return false;
  return ["name", "version", "keyId"].every((field) => typeof value[field] === "string");
}

function isLimits(value: unknown): value is Hello["limits"] {
  return isObject(value) && isCount(value["messageBytes"]) && isCount(value["requestsInFlight"]);
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && value >= 1;
}
