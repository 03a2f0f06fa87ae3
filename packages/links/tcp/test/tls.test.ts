import { createServer as createPlainServer } from "node:net";
import { createServer } from "node:tls";
import type { TlsOptions } from "@tillwire/plugin-api";
import { beforeAll, describe, expect, test } from "vitest";
import { makeCertificates, opensslThere } from "./support/certificates.ts";
import type { TestCertificates } from "./support/certificates.ts";
import { bytes, listenSilently, open, readAll, start } from "./support/peers.ts";

describe.skipIf(!opensslThere)("TLS, with certificates made by openssl", () => {
  let own: TestCertificates;
  let others: TestCertificates;

  beforeAll(() => {
    own = makeCertificates();
    others = makeCertificates("DNS:other.example");
  });

  const listen = (certificates: TestCertificates): Promise<number> =>
    start(
      createServer({ cert: certificates.certificatePem, key: certificates.keyPem }, (socket) => {
        socket.on("error", () => undefined);
        socket.on("data", (data: Buffer) => socket.end(`echo ${data.toString()}`));
      }),
    );

  const refusal = async (port: number, tls: TlsOptions): Promise<string> => {
    const error: unknown = await open(port, { tls }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "DEVICE_UNREACHABLE", effect: "none" });
    return (error as Error).message;
  };

  test("a given authority and the address in the certificate", async () => {
    const link = await open(await listen(own), { tls: { authoritiesPem: [own.authorityPem] } });
    await link.send(bytes("secret"));
    expect(await readAll(link)).toEqual({ text: "echo secret" });
  });

  test("a server name that is in the certificate, by name or address", async () => {
    const port = await listen(others);
    const tls = { authoritiesPem: [own.authorityPem, others.authorityPem], serverName: "other.example" };
    const link = await open(port, { tls });
    await link.send(bytes("x"));
    expect(await readAll(link)).toEqual({ text: "echo x" });
    const byAddress = { authoritiesPem: [own.authorityPem], serverName: "127.0.0.1" };
    expect((await open(await listen(own), { tls: byAddress, host: "localhost" })).kind).toBe("byte");
  });

  test("another name is refused", async () => {
    const port = await listen(others);
    expect(await refusal(port, { authoritiesPem: [others.authorityPem] })).toMatch(/another name.*tls\.serverName/);
    const tls = { authoritiesPem: [others.authorityPem], serverName: "evil.example" };
    expect(await refusal(port, tls)).toMatch(/another name/);
  });

  test("an authority that was not given is refused, and no environment variable changes that", async () => {
    const port = await listen(own);
    expect(await refusal(port, { authoritiesPem: [others.authorityPem] })).toMatch(/not trusted here/);
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      expect(await refusal(port, {})).toMatch(/not trusted here.*tls\.authoritiesPem/);
    } finally {
      delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    }
  });

  test("a peer that speaks no TLS is told apart", async () => {
    const port = await start(createPlainServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
    expect(await refusal(port, {})).toMatch(/does not speak TLS/);
  });

  test("a peer that hangs up in the handshake", async () => {
    const port = await start(createPlainServer((socket) => socket.destroy()));
    expect(await refusal(port, {})).toMatch(/broke the connection off.*TLS/);
  });

  test("a handshake that nobody answers ends with the time limit, and by abort", async () => {
    const port = await listenSilently();
    const opening = open(port, { tls: {}, limits: { connectMs: 50 } });
    await expect(opening).rejects.toMatchObject({ code: "DEVICE_UNREACHABLE" });
    const mute = await start(createPlainServer(() => undefined));
    await expect(open(mute, { tls: {}, limits: { connectMs: 50 } })).rejects.toThrow(/within 50 ms/);
    const stopping = new AbortController();
    const stopped = open(mute, { tls: {}, signal: stopping.signal });
    stopping.abort();
    await expect(stopped).rejects.toMatchObject({ code: "ABORTED", effect: "none" });
  });
});
