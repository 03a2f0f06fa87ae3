/** Sign-on and echo, settings and manifest. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import gateway from "../src/index.ts";
import { answerTo, codec, connector, settings } from "./support.ts";

const occasion = { references: { stan: "000001", "retrieval-reference": "000000000001" }, atMs: Date.UTC(2026, 0, 2) };

function session() {
  if (connector.shape.kind !== "stream" || !connector.shape.session) throw new Error("It has a session.");
  return connector.shape.session;
}

test.each([
  ["open", "001"],
  ["idle", "301"],
] as const)("%s sends 0800 with function %s, and takes a clear yes only", (kind, code) => {
  const step = session()[kind](occasion);
  if (step.type !== "send" || step.message.shape !== "stream") throw new Error("It sends.");
  expect(step.effect).toBe("safe");
  const sent = codec.decode(step.message.bytes);
  expect(sent).toMatchObject({ mti: "0800", fields: { 7: "0102000000", 11: "000001", 41: "TERM0001", 70: code } });
  const yes = { type: "answer", answer: answerTo(sent, { 39: "00" }) } as const;
  expect(session().next(step.state, yes)).toMatchObject({ type: "done", outcome: { kind: "session" } });
  const refused = { type: "answer", answer: answerTo(sent, { 39: "58" }) } as const;
  expect(() => session().next(step.state, refused)).toThrow(expect.objectContaining({ effect: "none" }));
  const silence = { type: "no-answer", left: "maybe", cause: "timeout" } as const;
  expect(() => session().next(step.state, silence)).toThrow("did not take the sign-on or echo");
});

test("settings have defaults, and each mistake is named", () => {
  const result = gateway.settings["~standard"].validate(settings);
  if (result instanceof Promise) throw new Error("It is checked at once.");
  expect(result).toMatchObject({ value: { networkAddress: "0001", answerTimeoutMs: 30_000, idleMs: 60_000 } });
  const wrong = gateway.settings["~standard"].validate({ ...settings, terminalId: "short", merchantId: "", extra: 1 });
  if (wrong instanceof Promise || !wrong.issues) throw new Error("It is refused.");
  expect(wrong.issues.map(({ path }) => path?.map(String).join("."))).toEqual(["terminalId", "merchantId", ""]);
});

test("the manifest tells the package's version", () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(manifest).toMatchObject({ version: gateway.version, tillwire: { kind: gateway.kind } });
});
