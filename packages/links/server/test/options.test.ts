import type { ServerOptions } from "@tillwire/plugin-api";
import { expect, test } from "vitest";
import { startServer } from "./support/server.ts";

test.each(["0.0.0.0", "::", "192.168.1.20", "10.0.0.1", "till.local", "", "127.0.0.1.evil.example", "::ffff:10.0.0.1"])(
  "not this machine alone: %j",
  async (host) => {
    const opening = startServer({ server: { host } });
    await expect(opening).rejects.toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
    await expect(opening).rejects.toThrow(/127\.0\.0\.1.*TLS, which this version does not have/);
  },
);

test.each(["127.0.0.1", "127.8.8.8", "localhost"])("this machine: %j", async (host) => {
  const server = await startServer({ server: { host } });
  expect(server.host).toBe(host === "localhost" ? "127.0.0.1" : host);
  expect(server.port).toBeGreaterThan(0);
});

const refused: readonly [string, Partial<ServerOptions>, RegExp][] = [
  ["a slash after the origin", { origins: ["https://till.example/"] }, /Write https:\/\/till\.example\./],
  ["a page for an origin", { origins: ["https://till.example/pos"] }, /Write https:\/\/till\.example\./],
  ["capitals", { origins: ["https://Till.example"] }, /Write https:\/\/till\.example\./],
  ["the usual port", { origins: ["https://till.example:443"] }, /Write https:\/\/till\.example\./],
  ["any origin", { origins: ["*"] }, /such as https:\/\/till\.example/],
  ["no origin", { origins: ["null"] }, /such as https:\/\/till\.example/],
  ["files", { origins: ["file://"] }, /not the origin/],
  ["a pattern", { origins: ["https://*.example"] }, /not the origin|Write/],
  ["a host with port", { hostNames: ["localhost:7455"] }, /without scheme, port/],
  ["a host with scheme", { hostNames: ["http://localhost"] }, /without scheme, port/],
  ["a host in brackets", { hostNames: ["[::1]"] }, /brackets/],
  ["an empty host", { hostNames: [""] }, /not a host name/],
];

test.each(refused)("could never match: %s", async (_what, server, message) => {
  const opening = startServer({ server });
  await expect(opening).rejects.toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
  await expect(opening).rejects.toThrow(message);
});

test("a taken port: the message names it and what to do", async () => {
  const { port } = await startServer();
  const opening = startServer({ server: { port } });
  await expect(opening).rejects.toMatchObject({ code: "PORT_TAKEN", effect: "none" });
  await expect(opening).rejects.toThrow(new RegExp(`port ${port} of 127\\.0\\.0\\.1.*choose another port`));
});

test.each(["pos", "/pos/", "//", "/a//b", "/..", "/a/../b", "/./a", "/a?b", "/a#b", "/a b", "/a%2fb", "/*", ""])(
  "not a path: %j",
  async (path) => {
    const server = await startServer();
    expect(() => server.serve({ path })).toThrow(expect.objectContaining({ code: "SETTINGS_INVALID" }));
  },
);

test.each([1_000, 1_013, 3_999, 5_000, 4_000.5, Number.NaN])("no code for slow readers: %d", async (tooSlowCode) => {
  const server = await startServer();
  const webSocket = { subprotocols: ["example.v1"], tooSlowCode, accept: async () => undefined } as const;
  expect(() => server.serve({ path: "/", webSocket })).toThrow(expect.objectContaining({ code: "PLUGIN_FAILED" }));
  await using served = server.serve({ path: "/", webSocket: { ...webSocket, tooSlowCode: 4_999 } });
  expect(served).toBeDefined();
});

test("one endpoint a path, until it is disposed", async () => {
  const server = await startServer();
  const first = server.serve({ path: "/pos" });
  expect(() => server.serve({ path: "/pos" })).toThrow(/path of its own/);
  await first[Symbol.asyncDispose]();
  const second = server.serve({ path: "/pos" });
  await first[Symbol.asyncDispose]();
  expect(() => server.serve({ path: "/pos" })).toThrow(/path of its own/);
  await second[Symbol.asyncDispose]();
});
