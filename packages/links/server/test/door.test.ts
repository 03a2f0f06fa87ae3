import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../src/door.ts";
import type { DoorRules, RequestHead, Served } from "../src/door.ts";

const rules: DoorRules = {
  port: 7455,
  hostNames: ["127.0.0.1", "localhost", "::1", "till-1.local"],
  origins: ["https://till.example", "http://localhost:5173", "capacitor://localhost"],
  headerCountMax: 60,
};
const served: Served = { http: true, subprotocols: ["tillwire.v2", "tillwire.v1"], full: false };

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

function head(headers: Headers = {}, other: Partial<RequestHead> = {}): RequestHead {
  const all: Headers = {
    host: "127.0.0.1:7455",
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version": "13",
    "sec-websocket-protocol": "tillwire.v1",
    ...headers,
  };
  const lists = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === "string" ? [value] : value] as const],
  );
  return {
    method: "GET",
    target: "/",
    httpVersion: "1.1",
    headers: Object.fromEntries(lists),
    headerCount: lists.length,
    upgrade: true,
    ...other,
  };
}

/** The status that it is refused with, or what it is let in as. */
function verdict(asked: RequestHead): number | string {
  return verdictFor(asked, served);
}

function verdictFor(asked: RequestHead, what: Served | undefined): number | string {
  const decided = judge(asked, rules, what);
  return decided.kind === "refused" ? decided.status : decided.kind;
}

const get = { upgrade: false } as const;
const bare: Headers = {
  upgrade: undefined,
  connection: undefined,
  "sec-websocket-key": undefined,
  "sec-websocket-version": undefined,
  "sec-websocket-protocol": undefined,
};

const goodHosts = [
  ...["127.0.0.1", "127.0.0.1:7455", "localhost", "localhost:7455", "LOCALHOST:7455", "LocalHost"],
  ...["[::1]", "[::1]:7455", "till-1.local", "TILL-1.local:7455"],
];

const evilHosts = [
  ...["evil.example", "evil.example:7455", "pos.test:7455", "127.0.0.1.evil.example", "localhost.evil.example:7455"],
  ...["127.0.0.1.nip.io:7455", "7f000001.rbndr.us", "make-127-0-0-1-rr.1u.ms", "till-1.local.evil.example"],
  ...["127.0.0.1:80", "127.0.0.1:7456", "127.0.0.1:74550", "127.0.0.1:07455", "127.0.0.1:+7455", "127.0.0.1:7455:7455"],
  ...[
    "127.0.0.1:",
    "localhost:",
    ":7455",
    "",
    " ",
    "127.0.0.1 ",
    " 127.0.0.1",
    "127.0.0.1:7455 ",
    "127.0.0.1,evil.example",
  ],
  ...[
    "127.1",
    "127.0.1",
    "0x7f.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "127.0.0.01",
    "127.000.000.001",
  ],
  ...[
    "0.0.0.0",
    "0",
    "127.0.0.2",
    "10.0.0.1",
    "::1",
    "::1:7455",
    "[::1",
    "::1]",
    "[::1]7455",
    "[0:0:0:0:0:0:0:1]",
    "[::01]",
  ],
  ...["[::ffff:127.0.0.1]", "[::1%25lo]", "[::1%lo]", "[::]", "[127.0.0.1]", "[localhost]"],
  ...[
    "localhost.",
    "localhost.:7455",
    "127.0.0.1.",
    "local host",
    "localhost\u0000",
    "l\u043ecalhost",
    "xn--lcalhost-9ug",
  ],
  ...[
    "user@127.0.0.1",
    "user:pass@127.0.0.1:7455",
    "evil.example@localhost",
    "localhost@evil.example",
    "localhost#",
    "localhost?",
  ],
  ...[
    "localhost/",
    "localhost\\",
    "//localhost",
    "http://localhost",
    "http://localhost:7455",
    "localhost%00",
    "localhost%2eevil",
  ],
  ...[
    "*",
    "*.local",
    "till-2.local",
    "till-1",
    "till_1.local",
    "\u2460\u2461\u2466.0.0.1",
    "\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54",
  ],
];

const evilOrigins = [
  ...[
    "https://evil.example",
    "null",
    "Null",
    "undefined",
    "*",
    "",
    " ",
    "https://",
    "https",
    "//till.example",
    "till.example",
  ],
  ...["http://till.example", "wss://till.example", "ws://till.example", "ftp://till.example", "file://", "file:///"],
  ...[
    "https://till.example.evil.example",
    "https://eviltill.example",
    "https://evil-till.example",
    "https://till.example.",
    "https://www.till.example",
  ],
  ...[
    "https://till.example:443",
    "https://till.example:444",
    "https://till.example:",
    "https://till.example/",
    "https://till.example/pos",
  ],
  ...[
    "https://till.example?x",
    "https://till.example#x",
    "https://user@till.example",
    "https://till.example@evil.example",
  ],
  ...[
    "https://till.example https://evil.example",
    "https://evil.example, https://till.example",
    "https://till.example,",
  ],
  ...[
    "HTTPS://TILL.EXAMPLE",
    "https://Till.example",
    " https://till.example",
    "https://till.example ",
    "https://till.example\t",
  ],
  ...[
    "https://till.examp\u0142e",
    "https://xn--till-example",
    "https://till\u3002example",
    "https://till%2eexample",
    "https:\\\\till.example",
  ],
  ...[
    "http://localhost",
    "http://localhost:3000",
    "http://localhost:51730",
    "http://127.0.0.1:5173",
    "http://[::1]:5173",
    "https://localhost:5173",
  ],
  ...[
    "http://127.0.0.1:7455",
    "capacitor://localhost:80",
    "ionic://localhost",
    "chrome-extension://abcdefgh",
    "moz-extension://1",
    "data:",
  ],
];

describe("host: one of ours, to the letter", () => {
  test.each(goodHosts)("in: %j", (host) => {
    expect(verdict(head({ host }))).toBe("web-socket");
    expect(verdict(head({ ...bare, host }, get))).toBe("http");
  });

  test.each(evilHosts)("403: %j", (host) => {
    expect(verdict(head({ host }))).toBe(403);
    expect(verdict(head({ ...bare, host }, get))).toBe(403);
  });

  test("no host is not ours, two are nobody's", () => {
    expect(verdict(head({ host: undefined }))).toBe(403);
    expect(verdict(head({ host: ["127.0.0.1", "evil.example"] }))).toBe(400);
    expect(verdict(head({ host: ["127.0.0.1", "127.0.0.1"] }))).toBe(400);
  });

  test("whatever it is, only those in the list come in", () => {
    const ours = new Set(rules.hostNames.flatMap((name) => listed(name)));
    const parts = fc.constantFrom(...rules.hostNames, "evil", ".", ":", "7455", "[", "]", "@", "/", "80", " ", "%");
    const pieced = fc.array(parts, { maxLength: 5 }).map((pieces) => pieces.join(""));
    const hosts = fc.oneof(pieced, fc.string(), fc.string({ unit: "grapheme" }), fc.domain(), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(hosts, (host) => {
        expect(verdict(head({ host }))).toBe(ours.has(host.toLowerCase()) ? "web-socket" : 403);
      }),
      { numRuns: 2_000 },
    );
  });
});

function listed(name: string): readonly string[] {
  return name === "::1" ? ["[::1]", "[::1]:7455"] : [name, `${name}:7455`];
}

describe("origin: none, or one of the list to the letter", () => {
  test.each([undefined, ...rules.origins])("in: %j", (origin) => {
    expect(verdict(head({ origin }))).toBe("web-socket");
  });

  test.each(evilOrigins)("403: %j", (origin) => {
    expect(verdict(head({ origin }))).toBe(403);
    expect(verdict(head({ ...bare, origin }, get))).toBe(403);
  });

  test("two origins are a trick", () => {
    expect(verdict(head({ origin: ["https://till.example", "https://evil.example"] }))).toBe(400);
    expect(verdict(head({ origin: ["https://evil.example", "https://till.example"] }))).toBe(400);
  });

  test("whatever it is, only those in the list come in", () => {
    const parts = fc.constantFrom(
      ...rules.origins,
      "https://",
      "http://",
      "till.example",
      "evil",
      ".",
      ":443",
      "/",
      "@",
      "#",
    );
    const pieced = fc.array(parts, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(
        fc.oneof(
          pieced,
          fc.string(),
          fc.domain().map((name) => `https://${name}`),
        ),
        (origin) => {
          expect(verdict(head({ origin }))).toBe(rules.origins.includes(origin) ? "web-socket" : 403);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("a request of a page that has no origin is known by its site: images, links, frames", () => {
    const from = (site: string, origin?: string): number | string =>
      verdict(head({ ...bare, "sec-fetch-site": site, origin }, get));
    expect([from("cross-site"), from("same-site"), from("same-origin"), from("none")]).toEqual([
      403,
      403,
      "http",
      "http",
    ]);
    expect(from("cross-site", "https://till.example")).toBe("http");
    expect(from("something-new")).toBe(403);
  });
});

describe("what is asked for", () => {
  const table: readonly [string, RequestHead, Served | undefined, number | string][] = [
    ["a good handshake", head(), served, "web-socket"],
    ["a good request", head(bare, get), served, "http"],
    ["nothing is served there", head(), undefined, 404],
    ["no WebSocket is served there", head(), { ...served, subprotocols: [] }, 404],
    ["only a WebSocket is served there", head(bare, get), { ...served, http: false }, 426],
    ["no room", head(), { ...served, full: true }, 503],
    ["no room for a request either", head(bare, get), { ...served, full: true }, 503],
    ["HTTP/1.0", head({}, { httpVersion: "1.0" }), served, 400],
    ["HTTP/2.0", head({}, { httpVersion: "2.0" }), served, 400],
    ["an absolute target", head({}, { target: "http://127.0.0.1:7455/" }), served, 400],
    ["an asterisk for a target", head(bare, { ...get, target: "*", method: "OPTIONS" }), served, 400],
    ["POST for a handshake", head({}, { method: "POST" }), served, 405],
    ["a lower-case method", head({}, { method: "get" }), served, 405],
    ["TRACE", head(bare, { ...get, method: "TRACE" }), served, 405],
    ["another protocol", head({ upgrade: "h2c" }), served, 400],
    ["several protocols", head({ upgrade: "websocket, h2c" }), served, 400],
    ["the protocol twice", head({ upgrade: ["websocket", "websocket"] }), served, 400],
    ["an old version", head({ "sec-websocket-version": "8" }), served, 426],
    ["a list of versions", head({ "sec-websocket-version": "13, 8" }), served, 426],
    ["no version", head({ "sec-websocket-version": undefined }), served, 426],
    ["no key", head({ "sec-websocket-key": undefined }), served, 400],
    ["a short key", head({ "sec-websocket-key": "c2hvcnQ=" }), served, 400],
    ["a key that is no Base64", head({ "sec-websocket-key": "!!!!!!!!!!!!!!!!!!!!!!==" }), served, 400],
    ["two keys", head({ "sec-websocket-key": ["dGhlIHNhbXBsZSBub25jZQ==", "x"] }), served, 400],
    ["a body", head({ "content-length": "5" }), served, 400],
    ["an empty body", head({ "content-length": "0" }), served, "web-socket"],
    ["a chunked body", head({ "transfer-encoding": "chunked" }), served, 400],
    ["no subprotocol", head({ "sec-websocket-protocol": undefined }), served, 400],
    ["another subprotocol", head({ "sec-websocket-protocol": "chat" }), served, 400],
    ["one like ours", head({ "sec-websocket-protocol": "tillwire.v1x, xtillwire.v1" }), served, 400],
    ["ours in another case", head({ "sec-websocket-protocol": "Tillwire.v1" }), served, 400],
    ["ours among others", head({ "sec-websocket-protocol": "chat, tillwire.v1" }), served, "web-socket"],
    ["ours in the second line", head({ "sec-websocket-protocol": ["chat", "tillwire.v1"] }), served, "web-socket"],
    ["ours twice", head({ "sec-websocket-protocol": "tillwire.v1, tillwire.v1" }), served, 400],
    ["something that is no name", head({ "sec-websocket-protocol": "tillwire.v1, a b" }), served, 400],
    ["an empty name", head({ "sec-websocket-protocol": "tillwire.v1," }), served, 400],
    ["as many headers as may be", head({}, { headerCount: 60 }), served, "web-socket"],
    ["one header too many", head({}, { headerCount: 61 }), served, 431],
  ];

  test.each(table)("%s", (...row) => {
    const [, asked, what, expected] = row;
    expect(verdictFor(asked, what)).toBe(expected);
  });

  test("of several that fit, the one that is preferred here", () => {
    const offered = head({ "sec-websocket-protocol": "tillwire.v1, tillwire.v2" });
    expect(judge(offered, rules, served)).toEqual({ kind: "web-socket", subprotocol: "tillwire.v2" });
  });

  test("a stranger learns nothing about what is served", () => {
    for (const what of [served, undefined, { ...served, full: true }]) {
      expect(verdictFor(head({ origin: "https://evil.example" }), what)).toBe(403);
      expect(verdictFor(head({ host: "evil.example" }), what)).toBe(403);
    }
  });

  test("whatever comes, it decides, and its reasons are our own words", () => {
    const values = fc.option(fc.array(fc.string(), { maxLength: 2 }), { nil: undefined });
    const names = ["host", "origin", "upgrade", "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol"];
    const anyHead = fc.record({
      method: fc.string(),
      target: fc.string(),
      httpVersion: fc.constantFrom("1.1", "1.0", "0.9"),
      headers: fc.record(Object.fromEntries(names.map((name) => [name, values]))),
      headerCount: fc.nat({ max: 100 }),
      upgrade: fc.boolean(),
    });
    fc.assert(
      fc.property(anyHead, (asked) => {
        const decided = judge(asked, rules, served);
        expect(decided.kind === "refused" ? decided.reason : "in").toMatch(/^[A-Za-z ]{2,30}$/);
      }),
    );
  });
});
