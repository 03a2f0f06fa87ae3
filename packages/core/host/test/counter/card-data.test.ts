/** Ciphertext and PIN block are in the request to the payment host, and nowhere else that anybody could read. */
import { describe, expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import { chipCard, ciphertext, pinBlock } from "../plugins/scripted-reader.ts";
import { openCounter } from "./counter.ts";
import type { Counter, CounterSetup } from "./counter.ts";
import { answerPlainly } from "./payment-host.ts";

/** Every form in which bytes could stand in a text. */
function formsOf(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes);
  return [
    buffer.toString("hex"),
    buffer.toString("hex").toUpperCase(),
    buffer.toString("base64").replaceAll("=", ""),
    JSON.stringify(buffer.toString("latin1")).slice(1, -1),
    JSON.stringify([...bytes]).slice(1, -1),
    JSON.stringify(Object.fromEntries(bytes.entries())).slice(1, -1),
  ];
}

const canaries = [ciphertext, pinBlock].flatMap(formsOf);

/** Which of them can be seen in the log, the events, the journal, the status or an answer. */
function seenIn({ log, events, store, bridge }: Counter, ...replies: readonly unknown[]): readonly string[] {
  const text = [...log, JSON.stringify([events, store.entries, bridge.status(), replies])].join("\n");
  return canaries.filter((canary) => text.includes(canary));
}

const careless = new TillwireError("DEVICE_BUSY", { message: "Busy.", effect: "none" });

describe("card data", () => {
  test("the scanner sees it in every form and place", async () => {
    const counter = await openCounter();
    for (const bytes of [ciphertext, pinBlock]) {
      for (const value of [[...bytes], Object.fromEntries(bytes.entries()), Buffer.from(bytes).toString("latin1")]) {
        expect(seenIn(counter, { value })).toHaveLength(1);
      }
      expect(seenIn(counter, { value: Buffer.from(bytes).toString("hex") })).toHaveLength(1);
    }
    expect(seenIn(counter)).toEqual([]);
    for (const canary of canaries)
      expect(seenIn({ ...counter, log: [`a line with ${canary} in it`] })).toEqual([canary]);
  });

  test.each<[string, CounterSetup, number]>([
    ["an approved sale", {}, 1_000],
    ["a declined sale", {}, 51],
    ["a sale without an answer", {}, 99],
    ["a card that refuses", { reader: () => ({ finish: async () => ({ accepted: false }) }) }, 1_000],
    ["a reader that fails", { reader: () => ({ finish: () => Promise.reject(careless) }) }, 1_000],
    [
      "a read that makes no sense",
      { reader: () => ({ read: async () => ({ ...senseless, transactionId: "" }) }) },
      1_000,
    ],
    ["a connector with it in its state", { gateway: { fault: { what: "leaks", where: "begin" } } }, 1_000],
    ["a connector with it in an error", { gateway: { fault: { what: "tells", where: "begin" } } }, 1_000],
    [
      "a connector with a defect",
      { gateway: { fault: { what: "throws", where: "next", operation: "authorize" } } },
      1_000,
    ],
    ["a connector without a match key", { gateway: { fault: { what: "throws", where: "matchKey" } } }, 1_000],
  ])("is nowhere to be seen after %s", async (_, setup, amountMinor) => {
    const counter = await openCounter(setup);
    counter.host.answering = (message, host) =>
      message["kind"] === "authorize" && amountMinor === 99 ? [] : answerPlainly(message, host);
    const reply = await counter.sold(amountMinor);
    await counter.until(() => counter.laneState() === "ready");
    expect(seenIn(counter, reply)).toEqual([]);
  });

  test("is in the request to the payment host, once, and in no reversal", async () => {
    const counter = await openCounter({ reader: () => ({ finish: async () => ({ accepted: false }) }) });
    await counter.sold();
    await counter.until(() => counter.records().includes("reversed"));
    const [track, pin] = [ciphertext, pinBlock].map((bytes) => Buffer.from(bytes).toString("hex"));
    expect(counter.host.received).toMatchObject([{ kind: "authorize", track, pin }, { kind: "reverse" }]);
    expect(Object.keys(counter.host.received[1] ?? {})).toEqual(["kind", "trace", "originalTrace", "repeat"]);
  });
});

const senseless = { kind: "online-completion", card: chipCard } as const;
