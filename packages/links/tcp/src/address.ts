/** Checks the shape of an address, which comes from a plugin's settings. Looks nothing up and connects to nothing. */
import { X509Certificate } from "node:crypto";
import { TillwireError } from "@tillwire/plugin-api";
import type { LinkAddress, TcpAddress } from "@tillwire/plugin-api";

/** Characters of names and addresses, IPv6 zones included. The length is that of the DNS (RFC 1035, section 2.3.4). */
const hostForm = /^[A-Za-z0-9._:%-]{1,253}$/;
const addressFields = ["transport", "host", "port", "tls"];
const tlsFields = ["serverName", "authoritiesPem"];

/** The address, or `SETTINGS_INVALID` that names the field. Unknown fields are refused, so that none is ignored. */
export function parseTcpAddress(address: LinkAddress): TcpAddress {
  if (address.transport !== "tcp") throw invalid(`transport: this package opens tcp, not ${address.transport}`);
  refuseUnknown("address", address, addressFields);
  const { host, port, tls } = address;
  if (typeof host !== "string" || !hostForm.test(host)) {
    throw invalid("host: give a name or an IP address, such as 192.168.1.20, without scheme and port");
  }
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid("port: give a whole number from 1 to 65535");
  if (tls === undefined) return address;
  if (typeof tls !== "object" || tls === null) throw invalid("tls: give an object, empty for the usual checks");
  refuseUnknown("tls", tls, tlsFields);
  if (tls.serverName !== undefined && (typeof tls.serverName !== "string" || !hostForm.test(tls.serverName))) {
    throw invalid("tls.serverName: give the name in the peer's certificate");
  }
  if (tls.authoritiesPem !== undefined) checkAuthorities(tls.authoritiesPem);
  return address;
}

/** How messages name the peer. */
export function nameOf({ host, port }: TcpAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function checkAuthorities(authorities: readonly string[]): void {
  if (!Array.isArray(authorities) || authorities.length === 0) {
    throw invalid("tls.authoritiesPem: give one certificate or more, as PEM text, or leave it out");
  }
  authorities.forEach((pem: unknown, index) => {
    try {
      if (typeof pem === "string" && new X509Certificate(pem).raw.length > 0) return;
    } catch (cause) {
      throw invalid(`tls.authoritiesPem[${index}]: this is not a certificate in PEM form`, cause);
    }
    throw invalid(`tls.authoritiesPem[${index}]: give PEM text`);
  });
}

function refuseUnknown(where: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalid(`${where}.${unknown.slice(0, 40)}: there is no such setting`);
}

function invalid(complaint: string, cause?: unknown): TillwireError {
  return new TillwireError("SETTINGS_INVALID", { message: `TCP address: ${complaint}.`, effect: "none", cause });
}
