/**
 * The door: decides, from the head of a request alone, whether it may come in. Pure. A web page is recognized by its
 * origin, which browsers always send; a request by a name that is not ours is a page of somebody else that resolves its
 * own name to this machine (DNS rebinding). Source: RFC 6455 section 4.2.1 and 10.2; WHATWG Fetch, "Origin header".
 */

/** What the door looks at. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly upgrade: boolean;
  readonly webSocketVersion: string | undefined;
  readonly subprotocols: readonly string[];
}

/** Who may come in. */
export interface DoorRules {
  readonly port: number;
  readonly hostNames: readonly string[];
  readonly origins: readonly string[];
}

/** What is served at the path that was asked for. */
export interface Served {
  readonly http: boolean;
  readonly subprotocols: readonly string[];
}

/** In, or the status to refuse with. `reason` is for the log. */
export type Verdict =
  | { readonly admit: true; readonly subprotocol?: string }
  | { readonly admit: false; readonly status: 400 | 403 | 404 | 405 | 426; readonly reason: string };

/** Decides about a request for something that is served (or not). */
export function judge(head: RequestHead, rules: DoorRules, served: Served | undefined): Verdict {
  if (head.httpVersion !== "1.1") return refuse(400, "HTTP version");
  if (!isOwnHost(head.host, rules)) return refuse(403, "host");
  if (!isKnownOrigin(head.origin, rules.origins)) return refuse(403, "origin");
  if (!served) return refuse(404, "path");
  if (!head.upgrade) return served.http ? { admit: true } : refuse(426, "not a WebSocket");
  if (served.subprotocols.length === 0) return refuse(404, "no WebSocket here");
  if (head.method !== "GET") return refuse(405, "method");
  if (head.webSocketVersion !== "13") return refuse(426, "WebSocket version");
  const subprotocol = served.subprotocols.find((known) => head.subprotocols.includes(known));
  return subprotocol === undefined ? refuse(400, "subprotocol") : { admit: true, subprotocol };
}

function refuse(status: Extract<Verdict, { admit: false }>["status"], reason: string): Verdict {
  return { admit: false, status, reason };
}

/** The name has to be one of ours, exactly; the port is ours or left out. */
export function isOwnHost(host: string | undefined, { port, hostNames }: DoorRules): boolean {
  const parts = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(host ?? "");
  if (!parts) return false;
  const [, name = "", givenPort] = parts;
  const bare = name.replace(/^\[|\]$/g, "").toLowerCase();
  return hostNames.some((own) => own.toLowerCase() === bare) && (givenPort === undefined || Number(givenPort) === port);
}

/** No origin: no web page. `null` (a sandboxed page, a file) is nobody that could be listed. */
export function isKnownOrigin(origin: string | undefined, origins: readonly string[]): boolean {
  return origin === undefined || origins.includes(origin);
}

/** The subprotocols of a header, as they were offered. */
export function offeredSubprotocols(header: string | undefined): readonly string[] {
  if (!header) return [];
  return header
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
