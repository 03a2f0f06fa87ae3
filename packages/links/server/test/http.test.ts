import { request as httpRequest } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";
import type { ServedRequest, ServedResponse } from "@tillwire/plugin-api";
import { expect, test } from "vitest";
import { connectRaw, exchangeRaw } from "./support/raw.ts";
import { eventually, startServer } from "./support/server.ts";
import type { StartOptions, TestServer } from "./support/server.ts";

type Handler = (request: ServedRequest) => Promise<ServedResponse>;

async function serving(handler: Handler, options: StartOptions = {}, path = "/api"): Promise<TestServer> {
  const server = await startServer(options);
  server.serve({ path, http: handler });
  return server;
}

const text = (body: string): ServedResponse => ({ status: 200, headers: { "content-type": "text/plain" }, body });

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

async function ask(port: number, path: string, options: RequestOptions & { body?: string } = {}): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, path, agent: false, ...options }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (piece: string) => (body += piece));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      response.on("error", reject);
    });
    request.on("error", reject).end(options.body);
  });
}

test("the platform gets method, target below its path, headers and body, and its answer comes back", async () => {
  const seen: ServedRequest[] = [];
  const { port } = await serving(async (request) => {
    seen.push(request);
    return { status: 201, headers: { "Content-Type": "application/json", "X-Own": "yes" }, body: '{"ok":true}' };
  });
  const headers = { origin: "https://till.example", "x-a": "1" };
  const answer = await ask(port, "/api/payments/7?full=1", { method: "PUT", headers, body: "hällo" });
  expect(answer).toMatchObject({ status: 201, body: '{"ok":true}', headers: { "content-type": "application/json" } });
  expect(seen).toMatchObject([
    {
      peer: { address: "127.0.0.1", origin: "https://till.example", secure: true },
      method: "PUT",
      target: "/payments/7?full=1",
      headers: { "x-a": "1" },
    },
  ]);
  expect(Buffer.from(seen[0]?.body ?? []).toString()).toBe("hällo");
});

test("answers carry headers that make them useless to other pages; a platform can say otherwise", async () => {
  const { port } = await serving(async () => ({ status: 200, headers: { "Cache-Control": "max-age=1" }, body: "" }));
  const { headers } = await ask(port, "/api");
  expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "cross-origin-resource-policy": "same-origin" });
  expect(headers["content-security-policy"]).toMatch(/default-src 'none'/);
  expect(headers["cache-control"]).toBe("max-age=1");
});

test("the longest path wins; a path serves itself and what is below, nothing beside", async () => {
  const server = await startServer();
  for (const path of ["/", "/api", "/api/v2"])
    server.serve({ path, http: async ({ target }) => text(`${path} ${target}`) });
  const bodies = await Promise.all(
    ["/", "/x", "/api", "/api?q", "/api/", "/api/x", "/apix", "/api/v2", "/api/v2/y?z", "/api/v22"].map(
      async (path) => (await ask(server.port, path)).body,
    ),
  );
  expect(bodies).toEqual([
    "/ /",
    "/ /x",
    "/api /",
    "/api /?q",
    "/api /",
    "/api /x",
    "/ /apix",
    "/api/v2 /",
    "/api/v2 /y?z",
    "/api /v22",
  ]);
});

test("a body as large as the limit, and one byte more, told or chunked", async () => {
  const { port } = await serving(async ({ body }) => text(String(body.length)), { pos: { messageBytes: 1_000 } });
  expect((await ask(port, "/api", { method: "POST", body: "x".repeat(1_000) })).body).toBe("1000");
  expect((await ask(port, "/api", { method: "POST", body: "x".repeat(1_001) })).status).toBe(413);
  const chunked = { method: "POST", headers: { "transfer-encoding": "chunked" }, body: "x".repeat(1_001) };
  expect((await ask(port, "/api", chunked)).status).toBe(413);
});

test("Expect: 100-continue is answered after the door, not before", async () => {
  const { port } = await serving(async ({ body }) => text(Buffer.from(body).toString()));
  const head = (origin: string): string =>
    `POST /api HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n`;
  const good = await connectRaw(port);
  good.socket.write(head("https://till.example"));
  await good.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
  good.socket.write("hi");
  expect(await good.closed).toMatch(/HTTP\/1\.1 200 [^]*hi$/);
  expect(await exchangeRaw(port, head("https://evil.example"))).toMatch(/^HTTP\/1\.1 403 /);
});

test("a platform that fails: 500 without a word, and a line in the log", async () => {
  const { port, log } = await serving(async () => {
    throw new Error(`secret ${"x".repeat(1_000)}`);
  });
  expect(await ask(port, "/api")).toMatchObject({ status: 500, body: "" });
  expect(log.lines).toMatchObject([{ level: "error", event: "request-failed", fields: { path: "/api" } }]);
  expect(JSON.stringify(log.lines).length).toBeLessThan(400);
});

test("a header that is none does not split the answer", async () => {
  const { port } = await serving(async () => ({ status: 200, headers: { "x-a": "b\r\nset-cookie: c" }, body: "" }));
  expect(await ask(port, "/api")).toMatchObject({ status: 500, body: "" });
});

test("a stream comes as it is made, head first", async () => {
  const gate = Promise.withResolvers<void>();
  async function* events(): AsyncGenerator<string> {
    await gate.promise;
    yield "data: 1\n\n";
    yield "data: 2\n\n";
  }
  const { port } = await serving(async () => ({ status: 200, headers: {}, body: events() }));
  const connection = await connectRaw(port);
  connection.socket.write(`GET /api HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
  expect(await connection.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 200 /);
  gate.resolve();
  expect(await connection.closed).toMatch(/data: 1\n\n[^]*data: 2\n\n/);
});

test("a stream is read no faster than the other side reads; who does not read is cut", async () => {
  let made = 0;
  let returned = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (; ; made++) yield "x".repeat(65_536);
    } finally {
      returned = true;
    }
  }
  const { port } = await serving(async () => ({ status: 200, headers: {}, body: endless() }), { pos: { idleMs: 100 } });
  const connection = await connectRaw(port);
  connection.socket.pause();
  connection.socket.write(`GET /api HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  await eventually(() => expect(returned).toBe(true));
  expect(made).toBeLessThan(500); // what the operating system buffers, and no more
});

test("a stream whose reader goes away is told so", async () => {
  const returned = Promise.withResolvers<string>();
  const body: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => undefined),
      return: async () => {
        returned.resolve("returned");
        return { done: true, value: undefined };
      },
    }),
  };
  const { port } = await serving(async () => ({ status: 200, headers: {}, body }));
  const connection = await connectRaw(port);
  connection.socket.write(`GET /api HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  await connection.until(/\r\n\r\n/);
  connection.socket.destroy();
  expect(await returned.promise).toBe("returned");
});

test("a stream that fails is cut, so that nobody takes the half for the whole", async () => {
  async function* failing(): AsyncGenerator<string> {
    yield "half";
    throw new Error("broken");
  }
  const { port, log } = await serving(async () => ({ status: 200, headers: {}, body: failing() }));
  await expect(ask(port, "/api")).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(log.lines).toMatchObject([{ event: "request-failed" }]);
});

test("whoever leaves before the answer costs nothing", async () => {
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const { port, log } = await serving(
    async () => {
      asked.resolve();
      await gate.promise;
      return text("late");
    },
    { pos: { connections: 1 } },
  );
  const connection = await connectRaw(port);
  connection.socket.write(`GET /api HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  await asked.promise;
  expect((await ask(port, "/api")).status).toBe(503);
  connection.socket.destroy();
  gate.resolve();
  await eventually(async () => expect((await ask(port, "/api")).body).toBe("late"));
  expect(log.lines.filter(({ level }) => level === "error")).toEqual([]);
});

test("HEAD has no body", async () => {
  const { port } = await serving(async () => text("body"));
  expect(await ask(port, "/api", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
});
