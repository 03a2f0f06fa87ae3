/**
 * What is served where: one endpoint a path. A WebSocket is served at exactly that path, HTTP also at everything below
 * it, where the longest path wins.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { ServedEndpoint } from "@tillwire/plugin-api";

export type ServedWebSocket = NonNullable<ServedEndpoint["webSocket"]>;

/** An endpoint with what goes on there. */
export interface OpenEndpoint {
  readonly endpoint: ServedEndpoint;
  readonly ongoing: Set<Ongoing>;
}

/** A channel, or an answer on its way. */
export interface Ongoing {
  /** Asks it to end in order. */
  end(): void;
  /** Ends it. */
  cut(): void;
  readonly ended: Promise<void>;
}

export interface Endpoints {
  /**
   * Throws `SETTINGS_INVALID` for a path that is none, or is taken, and `PLUGIN_FAILED` for a code that is none.
   * Disposing ends what goes on there, within the bound.
   */
  add(endpoint: ServedEndpoint): AsyncDisposable;
  find(target: string, upgrade: boolean): OpenEndpoint | undefined;
  closeAll(): Promise<void>;
}

/** `/`, `/pos`, `/pos/v2`: no query, no empty part, no dots that mean another path, no slash at the end. */
const pathForm = /^\/$|^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/;

/** `closeMs`: the bound for ending what goes on. */
export function createEndpoints(closeMs: number): Endpoints {
  const byPath = new Map<string, OpenEndpoint>();

  function add(endpoint: ServedEndpoint): AsyncDisposable {
    const { path } = endpoint;
    if (!pathForm.test(path)) throw invalid(`"${path.slice(0, 100)}" is not a path. Write it like / or /pos`);
    if (byPath.has(path)) throw invalid(`Something is served at ${path} already. Give each platform a path of its own`);
    if (endpoint.webSocket !== undefined) checkTooSlowCode(endpoint.webSocket.tooSlowCode);
    const added: OpenEndpoint = { endpoint, ongoing: new Set() };
    byPath.set(path, added);
    return {
      [Symbol.asyncDispose]: async () => {
        if (byPath.get(path) === added) byPath.delete(path);
        await endAll([added], closeMs);
      },
    };
  }

  function find(target: string, upgrade: boolean): OpenEndpoint | undefined {
    const [path = ""] = target.split("?", 1);
    const exact = byPath.get(path);
    if (exact !== undefined || upgrade) return exact;
    return [...byPath.values()]
      .filter(({ endpoint }) => endpoint.http !== undefined && path.startsWith(withSlash(endpoint.path)))
      .toSorted((one, other) => other.endpoint.path.length - one.endpoint.path.length)[0];
  }

  return {
    add,
    find,
    closeAll: () => endAll([...byPath.values()], closeMs),
  };
}

/** Path and query below the endpoint's path; starts with `/`. */
export function targetBelow(target: string, path: string): string {
  const below = path === "/" ? target : target.slice(path.length);
  return below.startsWith("/") ? below : `/${below}`;
}

/** Keeps track of something until it has ended. */
export function track({ ongoing }: OpenEndpoint, one: Ongoing): void {
  ongoing.add(one);
  void one.ended.then(() => ongoing.delete(one));
}

async function endAll(endpoints: readonly OpenEndpoint[], closeMs: number): Promise<void> {
  const all = endpoints.flatMap(({ ongoing }) => [...ongoing]);
  for (const one of all) one.end();
  const timer = setTimeout(() => all.forEach((one) => one.cut()), closeMs);
  await Promise.all(all.map(({ ended }) => ended));
  clearTimeout(timer);
}

/** RFC 6455, section 7.4.2: 4000 to 4999 are for the two sides to agree on. */
function checkTooSlowCode(code: number): void {
  if (Number.isInteger(code) && code >= 4_000 && code <= 4_999) return;
  const message = `A platform wants slow readers closed with ${code}. Use a code of its subprotocol's own, 4000 to 4999.`;
  throw new TillwireError("PLUGIN_FAILED", { message, effect: "none" });
}

function withSlash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}

function invalid(complaint: string): TillwireError {
  return new TillwireError("SETTINGS_INVALID", { message: `${complaint}.`, effect: "none" });
}
