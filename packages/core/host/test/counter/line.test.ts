/** What becomes of a payment when the line to the payment host does not do what it should. */
import { describe, expect, test } from "vitest";
import { openCounter } from "./counter.ts";
import type { Counter } from "./counter.ts";
import { answerPlainly, createPaymentHost, framed } from "./payment-host.ts";

const approved = { result: { payment: { outcome: { kind: "approved" } } } };
const undone = { result: { payment: { outcome: { kind: "failed", reversal: "pending" } } } };

const reversed = (counter: Counter) => counter.until(() => counter.records().includes("reversed"));
const lines = (counter: Counter, event: string) =>
  counter.log
    .map((line) => JSON.parse(line) as { event: string; fields: object })
    .filter((line) => line.event === event);

describe("a line that is down", () => {
  test("makes the lane not ready, and says why; it is tried again until somebody is there", async () => {
    const counter = await openCounter({ hostAway: true });
    await counter.until(() => counter.laneState() === "lost");
    const [lane] = counter.bridge.status().lanes;
    expect(lane).toMatchObject({ reason: expect.stringContaining("Nobody listens") as string });
    expect(await counter.sold()).toMatchObject({ error: { code: "LANE_NOT_READY", effect: "none" } });
    counter.hostArrives();
    await counter.until(() => counter.laneState() === "ready");
    expect(await counter.sold()).toMatchObject(approved);
  });

  test("when the card has been read: nothing was sent, and the payment has failed", async () => {
    const counter = await openCounter({
      gateway: { waitMs: 500 }, // the connector begins, and the line breaks before it sends
    });
    const reply = counter.sale();
    await counter.until(() => counter.records().includes("prepared"));
    counter.links.pairs.at(-1)?.cut();
    expect(await counter.clock.runUntil(reply)).toMatchObject({ result: { payment: { outcome: { kind: "failed" } } } });
    expect(counter.host.received).toEqual([]);
    await counter.until(() => counter.laneState() === "ready");
    expect(await counter.sold()).toMatchObject(approved);
  });
});

describe("a line that breaks after the request was sent", () => {
  test("leaves a doubt: the attempt is reversed on the next line", async () => {
    const counter = await openCounter();
    counter.host.answering = (message, host) => {
      counter.host.answering = answerPlainly;
      answerPlainly(message, host); // it carries it out, and cannot say so
      counter.links.pairs.at(-1)?.cut();
      return [];
    };
    expect(await counter.sold()).toMatchObject(undone);
    await reversed(counter);
    expect([...counter.host.ledger.values()]).toEqual(["reversed"]);
    expect(counter.host.received.map(({ kind }) => kind)).toEqual(["authorize", "reverse"]);
    await counter.until(() => counter.laneState() === "ready");
  });

  test("and a host that can be asked: it is looked up, and the card that waited for the answer refuses it", async () => {
    const counter = await openCounter({ gateway: { looksUp: true } });
    counter.host.answering = (message, host) => {
      counter.host.answering = answerPlainly;
      answerPlainly(message, host);
      counter.links.pairs.at(-1)?.cut();
      return [];
    };
    expect(await counter.sold()).toMatchObject({ result: { payment: { outcome: { reversal: "pending" } } } });
    await reversed(counter);
    expect(counter.host.received.map(({ kind }) => kind)).toEqual(["authorize", "lookup", "reverse"]);
    expect([...counter.host.ledger.values()]).toEqual(["reversed"]);
  });
});

describe("a line that takes no more", () => {
  test("may have taken half a message: it is ended, and the attempt reversed on the next", async () => {
    const host = createPaymentHost();
    host.deaf = true;
    const counter = await openCounter({ host, bufferBytes: 10 });
    host.deaf = false;
    expect(await counter.sold()).toMatchObject(undone);
    await reversed(counter);
    expect(host.received.map(({ kind }) => kind)).toEqual(["reverse"]);
    expect(counter.links.pairs).toHaveLength(2);
  });
});

describe("answers", () => {
  test("that do not come leave a doubt, and the attempt is reversed", async () => {
    const counter = await openCounter();
    counter.host.answering = (message, host) => (message["kind"] === "authorize" ? [] : answerPlainly(message, host));
    const beganMs = counter.clock.monotonicMs();
    expect(await counter.sold()).toMatchObject(undone);
    expect(counter.clock.monotonicMs() - beganMs).toBeGreaterThanOrEqual(15_000);
    await reversed(counter);
  });

  test("that come too late complete nobody's request, though another one waits", async () => {
    const counter = await openCounter();
    counter.host.answering = (message, host) => (message["kind"] === "authorize" ? [] : answerPlainly(message, host));
    await counter.sold();
    await reversed(counter);
    await counter.until(() => counter.laneState() === "ready");
    counter.host.answering = () => [
      { kind: "authorize-answer", trace: "000001", result: "approved", hostReference: "late" },
    ];
    const second = counter.sale();
    await counter.until(() => lines(counter, "answer-dropped").length === 1);
    expect(lines(counter, "answer-dropped")[0]?.fields).toMatchObject({ why: "too late", key: "authorize 000001" });
    counter.host.answering = answerPlainly;
    expect(await counter.clock.runUntil(second)).toMatchObject(undone);
    expect(JSON.stringify(await second)).not.toContain("late");
  });

  test.each([
    ["of nothing that was asked", { kind: "authorize-answer", trace: "999999", result: "approved" }, "not asked for"],
    ["without a match key", { kind: 5, trace: "000001", result: "approved" }, "not asked for"],
  ])("%s are dropped, and the right one counts", async (_, other, why) => {
    const counter = await openCounter();
    counter.host.answering = (message, host) => [other, ...answerPlainly(message, host)];
    expect(await counter.sold()).toMatchObject(approved);
    expect(lines(counter, "answer-dropped")[0]?.fields).toMatchObject({ why });
  });

  test("that come twice count once", async () => {
    const counter = await openCounter();
    counter.host.answering = (message, host) => {
      const answers = answerPlainly(message, host);
      return [...answers, ...answers];
    };
    expect(await counter.sold()).toMatchObject(approved);
    expect(await counter.sold()).toMatchObject(approved);
    expect(lines(counter, "answer-dropped").map(({ fields }) => fields)).toMatchObject([
      { why: "answered already", key: "authorize 000001" },
      { why: "answered already", key: "authorize 000002" },
    ]);
  });

  test("that the connector cannot read are dropped; the line stays", async () => {
    const counter = await openCounter();
    counter.host.answering = (message, host) => {
      counter.host.sayBytes(Uint8Array.from([0, 3, 1, 2, 3]));
      return answerPlainly(message, host);
    };
    expect(await counter.sold()).toMatchObject(approved);
    expect(lines(counter, "answer-unreadable")).toHaveLength(1);
    expect(counter.links.pairs).toHaveLength(1);
  });
});

describe("bytes", () => {
  test.each([[[1]], [[3, 1, 200]], [[2, 1]]])("in pieces of %j make the same messages", async (pieceBytes) => {
    const counter = await openCounter({ pieceBytes });
    expect(await counter.sold()).toMatchObject(approved);
    expect(await counter.sold()).toMatchObject(approved);
  });

  test("that come in half, and the other half later, make one message", async () => {
    const counter = await openCounter();
    counter.host.answering = (message, host) => {
      const [answer] = answerPlainly(message, host);
      const bytes = framed(answer ?? {});
      host.sayBytes(bytes.slice(0, 9));
      counter.clock.after(5_000, () => host.sayBytes(bytes.slice(9)));
      return [];
    };
    expect(await counter.sold()).toMatchObject(approved);
  });

  test("that are garbage end the line, with a clear word, and the payment is reversed on the next", async () => {
    const counter = await openCounter();
    counter.host.answering = (message, host) => {
      counter.host.answering = answerPlainly;
      answerPlainly(message, host);
      host.sayBytes(Uint8Array.from([0xff, 0xfe, 0x47, 0x45]));
      return [];
    };
    expect(await counter.sold()).toMatchObject(undone);
    await reversed(counter);
    expect(lines(counter, "gateway-lost")[0]?.fields).toMatchObject({
      code: "FRAME_INVALID",
      message: expect.stringMatching(/a length of 65534, which is not more than 0 and at most 1024/) as string,
    });
    expect([...counter.host.ledger.values()]).toEqual(["reversed"]);
  });

  test("a host that closes the line in order is connected again", async () => {
    const counter = await openCounter();
    counter.links.pairs.at(-1)?.far.end();
    await counter.until(() => counter.laneState() === "lost");
    await counter.until(() => counter.laneState() === "ready");
    expect(lines(counter, "gateway-lost")[0]?.fields).toMatchObject({ code: "LINK_LOST" });
    expect(await counter.sold()).toMatchObject(approved);
  });
});

describe("session messages", () => {
  const session = { session: true };

  test("come first on a fresh line, and the lane is ready when they are answered", async () => {
    const counter = await openCounter({ gateway: session });
    expect(counter.host.received).toMatchObject([
      { kind: "sign-on", trace: expect.stringMatching(/^\d{6}$/) as string },
    ]);
    expect(await counter.sold()).toMatchObject(approved);
  });

  test("that are not answered leave the lane not ready", async () => {
    const counter = await openCounter({ gateway: session, hostAway: true });
    counter.host.answering = () => [];
    counter.hostArrives();
    await counter.until(() => counter.host.received.length === 2);
    const [lane] = counter.bridge.status().lanes;
    expect(lane).toMatchObject({
      state: "lost",
      reason: expect.stringContaining("does not answer the sign-on") as string,
    });
    counter.host.answering = answerPlainly;
    await counter.until(() => counter.laneState() === "ready");
  });

  test.each([
    ["throw", "Its session has a defect."],
    ["make no sense", "took a step that makes no sense"],
    ["want to move money", "wants to move money in a session message"],
    ["end as something else", "ended with lookup"],
  ])("that %s leave the lane not ready", async (sessionFault, words) => {
    const counter = await openCounter({ gateway: { session: true, sessionFault }, hostAway: true });
    counter.hostArrives();
    await counter.until(() => JSON.stringify(counter.bridge.status()).includes(words));
    expect(counter.laneState()).toBe("lost");
    expect(await counter.sold()).toMatchObject({ error: { code: "LANE_NOT_READY" } });
  });

  test("are sent on an idle line only, and one that fails ends the line and nothing more", async () => {
    const counter = await openCounter({ gateway: session });
    await counter.sold();
    await counter.clock.advance(59_000);
    expect(counter.host.received.map(({ kind }) => kind)).toEqual(["sign-on", "authorize"]);
    await counter.clock.advance(2_000);
    expect(counter.host.received.map(({ kind }) => kind)).toEqual(["sign-on", "authorize", "echo"]);
    counter.host.answering = (message, host) => (message["kind"] === "echo" ? [] : answerPlainly(message, host));
    await counter.until(() => counter.laneState() === "lost");
    expect(lines(counter, "gateway-lost")[0]?.fields).toMatchObject({
      code: "LINK_LOST",
      message: expect.stringContaining("does not answer the echo") as string,
    });
    await counter.until(() => counter.laneState() === "ready");
    expect(counter.records().at(-1)).toBe("outcome");
    expect(await counter.sold()).toMatchObject(approved);
  });
});
