/** Checks where a server is to listen and whom it lets in, before it opens anything. */
import { BlockList, isIP } from "node:net";
import { TillwireError } from "@tillwire/plugin-api";
import type { ServerOptions } from "@tillwire/plugin-api";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Origins of pages that do not come from a web server, such as `capacitor://localhost`. */
const applicationOrigin = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+$/;
const webHost = /^[a-z0-9.-]{1,253}$|^\[[0-9a-f:]+\]$/; // no patterns
const hostName = /^[a-z0-9.-]{1,253}$/;

/** The options with host names in lower case and an address to bind to, or `SETTINGS_INVALID`. */
export function checkOptions(options: ServerOptions): ServerOptions {
  const host = options.host === "localhost" ? "127.0.0.1" : options.host; // not whatever a hosts file says
  const family = isIP(host);
  if (family === 0 || !loopback.check(host, family === 4 ? "ipv4" : "ipv6")) throw onlyLoopback(options.host);
  for (const origin of options.origins) checkOrigin(origin);
  const hostNames = options.hostNames.map((name) => name.toLowerCase());
  for (const name of hostNames) {
    if (!hostName.test(name) && isIP(name) !== 6) {
      throw invalid(
        `"${clip(name)}" is not a host name. Write it without scheme, port and brackets, such as localhost`,
      );
    }
  }
  return { ...options, host, hostNames };
}

/** Browsers write an origin in one way only; one written otherwise here would never match. */
function checkOrigin(origin: string): void {
  const parsed = URL.canParse(origin) ? new URL(origin) : undefined;
  const web = parsed?.protocol === "http:" || parsed?.protocol === "https:";
  if (web && parsed.origin === origin && webHost.test(parsed.hostname)) return;
  if (!web && parsed !== undefined && applicationOrigin.test(origin)) return;
  const hint =
    web && parsed.origin !== origin ? `Write ${parsed.origin}` : "Write scheme and host, such as https://till.example";
  throw invalid(`"${clip(origin)}" is not the origin of a web page. ${hint}`);
}

function onlyLoopback(host: string): TillwireError {
  const what = `The bridge listens on this machine only (127.0.0.1 or ::1), not on "${clip(host)}"`;
  return invalid(`${what}. Listening on a network needs TLS, which this version does not have`);
}

function invalid(complaint: string): TillwireError {
  return new TillwireError("SETTINGS_INVALID", { message: `${complaint}.`, effect: "none" });
}

function clip(text: string): string {
  return text.slice(0, 100);
}
