/**
 * The door: decides, from the head of a request alone, whether it may come in. Pure. A web page is recognized by what
 * browsers send and pages cannot change: its origin, or that a request comes from another site. A request by a name that
 * is not ours comes from a page of somebody else, who lets his own name point to this machine (DNS rebinding).
 * Sources: RFC 6455, sections 4.2.1 and 10.2; WHATWG Fetch, "Origin header"; W3C Fetch Metadata, section 2.3.
 */

/** What the door looks at. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  /** Values by lower-case name: one a header line. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly headerCount: number;
  /** Asks to go on in another protocol. */
  readonly upgrade: boolean;
}

/** Who may come in. */
export interface DoorRules {
  readonly port: number;
  /** Lower case, without port; IPv6 addresses without brackets. */
  readonly hostNames: readonly string[];
  /** As browsers write them. */
  readonly origins: readonly string[];
  readonly headerCountMax: number;
}

/** What is served at the path that was asked for, and whether there is room for one more. */
export interface Served {
  readonly http: boolean;
  readonly subprotocols: readonly string[];
  readonly full: boolean;
}

/** In, or the status to refuse with. `reason` is for the log, and never holds what the request said. */
export type Verdict =
  | { readonly kind: "http" }
  | { readonly kind: "web-socket"; readonly subprotocol: string }
  | Refusal;

export interface Refusal {
  readonly kind: "refused";
  readonly status: 400 | 403 | 404 | 405 | 426 | 431 | 503;
  readonly reason: string;
}

const httpMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Headers that decide here, and that nobody sends twice. */
const singleHeaders = ["host", "origin", "sec-fetch-site", "upgrade", "sec-websocket-key", "sec-websocket-version"];
/** 16 bytes in Base64. RFC 6455, section 4.1, item 7. */
const webSocketKey = /^[A-Za-z0-9+/]{22}==$/;
const webSocketVersion = "13";
/** RFC 9110, section 5.6.2. */
const token = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** Decides about a request for something that is served, or not. */
export function judge(head: RequestHead, rules: DoorRules, served: Served | undefined): Verdict {
  return stranger(head, rules) ?? unserved(head, served) ?? (head.upgrade ? upgrade(head, served) : { kind: "http" });
}

/** Whoever may not even know what is served. */
function stranger(head: RequestHead, { port, hostNames, origins, headerCountMax }: DoorRules): Refusal | undefined {
  // Node leaves out the headers beyond its limit, so an origin could be among those.
  if (head.headerCount > headerCountMax) return refused(431, "too many headers");
  if (head.httpVersion !== "1.1") return refused(400, "HTTP version");
  if (singleHeaders.some((name) => (head.headers[name]?.length ?? 0) > 1)) return refused(400, "repeated header");
  if (!isOwnHost(first(head, "host"), port, hostNames)) return refused(403, "host");
  const origin = first(head, "origin");
  if (origin !== undefined && !origins.includes(origin)) return refused(403, "origin");
  // Pages make some requests without an origin: images, links. Browsers tell in this way.
  const site = first(head, "sec-fetch-site") ?? "none";
  if (origin === undefined && site !== "none" && site !== "same-origin") return refused(403, "another site");
  return head.target.startsWith("/") ? undefined : refused(400, "target");
}

function unserved(head: RequestHead, served: Served | undefined): Refusal | undefined {
  if (served === undefined) return refused(404, "path");
  if (head.upgrade && served.subprotocols.length === 0) return refused(404, "no WebSocket here");
  if (!head.upgrade && !served.http) return refused(426, "not a WebSocket");
  if (!head.upgrade && !httpMethods.has(head.method)) return refused(405, "method");
  return served.full ? refused(503, "connections") : undefined;
}

function upgrade(head: RequestHead, served: Served | undefined): Verdict {
  if (head.method !== "GET") return refused(405, "method");
  if (first(head, "upgrade")?.toLowerCase() !== "websocket") return refused(400, "upgrade to something else");
  if (first(head, "sec-websocket-version") !== webSocketVersion) return refused(426, "WebSocket version");
  if (!webSocketKey.test(first(head, "sec-websocket-key") ?? "")) return refused(400, "WebSocket key");
  if (hasBody(head)) return refused(400, "body");
  const offered = offeredSubprotocols(head.headers["sec-websocket-protocol"]);
  const subprotocol = served?.subprotocols.find((known) => offered.includes(known));
  return subprotocol === undefined ? refused(400, "subprotocol") : { kind: "web-socket", subprotocol };
}

/** One of ours, to the letter; the port is ours or left out. */
function isOwnHost(host: string | undefined, port: number, hostNames: readonly string[]): boolean {
  const asked = host?.toLowerCase();
  return hostNames.some((name) => {
    const own = name.includes(":") ? `[${name}]` : name;
    return asked === own || asked === `${own}:${port}`;
  });
}

/** Names in the order of preference; none when one of them is not a name, or comes twice. */
function offeredSubprotocols(lines: readonly string[] | undefined): readonly string[] {
  const names = (lines ?? []).flatMap((line) => line.split(",").map((name) => name.trim()));
  return names.every((name) => token.test(name)) && new Set(names).size === names.length ? names : [];
}

function hasBody({ headers }: RequestHead): boolean {
  const lengths = headers["content-length"] ?? [];
  return headers["transfer-encoding"] !== undefined || lengths.some((length) => length !== "0");
}

function first(head: RequestHead, name: string): string | undefined {
  return head.headers[name]?.[0];
}

function refused(status: Refusal["status"], reason: string): Refusal {
  return { kind: "refused", status, reason };
}
