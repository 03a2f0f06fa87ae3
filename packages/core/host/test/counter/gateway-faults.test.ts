/** A gateway's connector that throws, hangs or makes no sense, in each of its functions. A doubt is unknown, never declined. */
import { describe, expect, test } from "vitest";
import { openCounter } from "./counter.ts";

const failed = (code: string) => ({ result: { payment: { outcome: { kind: "failed", code } } } });
const undone = { result: { payment: { outcome: { kind: "failed", reversal: "pending" } } } };

describe("a connector that goes wrong before it sends", () => {
  test.each([
    ["throws", "INTERNAL"],
    ["throws ours", "ANSWER_INVALID"],
    ["nonsense", "ANSWER_INVALID"],
    ["endless", "ANSWER_INVALID"],
    ["leaks", "PLUGIN_FAILED"],
    ["tells", "PLUGIN_FAILED"],
    ["doubts", "LINK_LOST"],
  ])("and %s: the payment has failed, and nothing was sent", async (what, code) => {
    const counter = await openCounter({ gateway: { fault: { what, where: "begin" } } });
    expect(await counter.sold()).toMatchObject(failed(code));
    expect(counter.host.received).toEqual([]);
    expect(counter.records()).not.toContain("sent");
    await counter.until(() => counter.laneState() === "ready");
  });

  test("and never comes to an end is stopped after a number of steps", async () => {
    const counter = await openCounter({ gateway: { fault: { what: "endless", where: "begin" } } });
    const reply = await counter.sold();
    expect(JSON.stringify(reply)).toContain("did not end within 20 steps");
  });

  test("and hangs is ended after its time, and the line is connected again", async () => {
    const counter = await openCounter({ gateway: { fault: { what: "hangs", where: "begin" } } });
    expect(await counter.sold()).toMatchObject({ result: { payment: { state: "unknown" } } }); // the POS waits no longer
    await counter.until(() => counter.records().at(-1) === "outcome");
    expect(counter.records()).not.toContain("sent");
    expect(counter.heard().at(-1)).toBe("resolved");
    await counter.until(() => counter.laneState() === "ready");
    expect(counter.links.pairs).toHaveLength(2);
  });

  test("and cannot name its own request sends nothing", async () => {
    const counter = await openCounter({ gateway: { fault: { what: "throws", where: "matchKey" } } });
    expect(await counter.sold()).toMatchObject(failed("INTERNAL"));
    expect(counter.host.received).toEqual([]);
  });
});

describe("a connector that goes wrong with the answer", () => {
  test.each(["throws", "throws ours", "nonsense"])(
    "and %s leaves a doubt, whatever it says of its effect: the attempt is reversed",
    async (what) => {
      const counter = await openCounter({ gateway: { fault: { what, where: "next", operation: "authorize" } } });
      expect(await counter.sold()).toMatchObject(undone);
      await counter.until(() => counter.records().includes("reversed"));
      expect([...counter.host.ledger.values()]).toEqual(["reversed"]);
    },
  );

  test("and hangs leaves a doubt: it is ended, and the attempt is reversed on the next line", async () => {
    const counter = await openCounter({ gateway: { fault: { what: "hangs", where: "next", operation: "authorize" } } });
    void counter.sale();
    await counter.until(() => counter.records().includes("reversed"));
    expect([...counter.host.ledger.values()]).toEqual(["reversed"]);
    expect(counter.links.pairs).toHaveLength(2);
  });

  test("and asks on for ever is stopped", async () => {
    const counter = await openCounter({
      gateway: { fault: { what: "endless", where: "next", operation: "authorize" } },
    });
    expect(await counter.sold()).toMatchObject(undone);
    await counter.until(() => counter.records().includes("reversed"));
  });
});

describe("a connector that goes wrong while it reverses", () => {
  test.each(["throws", "throws ours", "nonsense", "hangs"])("and %s: the reversal is repeated", async (what) => {
    const counter = await openCounter({ gateway: { fault: { what, where: "next", operation: "reverse", times: 2 } } });
    counter.host.answering = (message, host) => {
      if (message["kind"] === "authorize") {
        host.ledger.set(String(message["trace"]), "approved");
        return [];
      }
      host.ledger.set(String(message["originalTrace"]), "reversed");
      return [{ kind: "reverse-answer", trace: message["trace"] ?? "", result: "done" }];
    };
    void counter.sale();
    await counter.until(() => counter.records().includes("reversed"));
    const reversals = counter.host.received.filter(({ kind }) => kind === "reverse");
    expect(reversals.map(({ repeat }) => repeat)).toEqual([0, 1, 2]);
    expect(new Set(reversals.map(({ trace }) => trace)).size).toBe(1);
    expect([...counter.host.ledger.values()]).toEqual(["reversed"]);
  });
});

describe("a connector that knows what it cannot know", () => {
  test.each(["approved", "declined"])("says %s without an answer: it is not believed", async (what) => {
    const counter = await openCounter({ gateway: { guesses: what } });
    counter.host.answering = (message) =>
      message["kind"] === "authorize"
        ? []
        : [{ kind: "reverse-answer", trace: message["trace"] ?? "", result: "done" }];
    expect(await counter.sold()).toMatchObject(undone);
    await counter.until(() => counter.records().includes("reversed"));
  });
});
