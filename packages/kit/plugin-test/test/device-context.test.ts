import { attemptId } from "@tillwire/plugin-api";
import type { KeyHandle } from "@tillwire/plugin-api";
import { expect, test } from "vitest";
import { createDeviceContext, createMemoryLinks, createSeededRandom } from "../src/index.ts";

test("nobody listens: the connection is refused, certainly without effect", async () => {
  const { connect } = createDeviceContext();
  const opening = connect({ transport: "tcp", host: "terminal", port: 1 });
  await expect(opening).rejects.toMatchObject({ code: "DEVICE_UNREACHABLE", effect: "none" });
});

test("a listener can be taken away, and an address has one listener", async () => {
  const { connect, listen } = createMemoryLinks();
  const address = { transport: "serial", path: "/dev/ttyS0", baudRate: 9_600 } as const;
  const listening = listen(address, () => undefined);
  expect(() => listen(address, () => undefined)).toThrow(expect.objectContaining({ code: "PORT_TAKEN" }));
  expect((await connect(address)).kind).toBe("byte");
  listening[Symbol.dispose]();
  await expect(connect(address)).rejects.toMatchObject({ code: "DEVICE_UNREACHABLE" });
});

test("what does not carry bytes is refused, and an aborted connect too", async () => {
  const { connect, listen } = createMemoryLinks();
  const http = connect({ transport: "http", url: "https://host.example" });
  await expect(http).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
  const address = { transport: "x-bus", target: "7" } as const;
  listen(address, () => undefined);
  await expect(connect(address, AbortSignal.abort())).rejects.toMatchObject({ code: "ABORTED", effect: "none" });
});

test("the same seed gives the same bytes, another seed others, and they spread", () => {
  const draw = (seed: number): Uint8Array => createSeededRandom(seed)(4_096);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(new Set(draw(7)).size).toBe(256);
});

test("a live object does not get through: it would not in a worker either", async () => {
  const context = createDeviceContext();
  const live = { type: "device-lost", code: "LINK_LOST", message: () => "not data" };
  expect(() => context.emit(live as never)).toThrow(/could not be cloned/);
  await expect(context.settle({ references: {}, outcome: live as never })).rejects.toThrow(/could not be cloned/);
});

test("a question nobody answers gets its default", async () => {
  const { ask } = createDeviceContext();
  const answer = await ask(attemptId("attempt-1"), { kind: "signature" });
  expect(answer).toEqual({ kind: "signature", matches: false });
});

test("an empty keystore has no key", async () => {
  const { keystore } = createDeviceContext();
  const mac = keystore.mac("terminal-mac" as KeyHandle, "cmac-aes", new Uint8Array(8));
  await expect(mac).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
});
