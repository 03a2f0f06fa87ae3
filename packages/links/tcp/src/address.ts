/** Checks an address before anything is connected. */
import type { LinkAddress, TcpAddress } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";

/** A TCP address that can be connected to, or `SETTINGS_INVALID`. */
export function parseAddress(address: LinkAddress): TcpAddress {
  if (address.transport !== "tcp") throw invalid(`This link connects over tcp, not over ${address.transport}.`);
  const { host, port } = address;
  if (typeof host !== "string" || !/^[A-Za-z0-9._:%-]{1,253}$/.test(host)) {
    throw invalid("The host of a TCP address is a name or an IP address.");
  }
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw invalid(`The port of a TCP address is a number from 1 to 65535, for ${host}.`);
  }
  return address;
}

function invalid(message: string): TillwireError {
  return new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
}
