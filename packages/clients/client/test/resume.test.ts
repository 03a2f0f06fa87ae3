/** What the client does when it does not know: asks, sends again, closes, and says what is certain. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Client, FinalResult, Payment } from "../src/index.ts";
import { approved, refused } from "./support/fake-bridge.ts";
import type { SeenFrame } from "./support/fake-network.ts";
import { clean, connected, sale, Till, typesOf } from "./support/till.ts";

let till: Till;
beforeEach(async () => {
  till = await connected();
});
afterEach(async () => {
  expect(await till.shutDown()).toEqual(clean);
});

const isSale = ({ text }: SeenFrame): boolean => text.includes('"payment.sale"');

/** In an object: a payment is a promise, and would be awaited on its way out. */
async function resumeOne(client: Client, own = till): Promise<{ readonly found: Payment }> {
  const [payment, ...others] = await own.clock.runUntil(client.resume());
  expect(others).toEqual([]);
  if (!payment) throw new Error("Nothing was found again.");
  return { found: payment };
}

function methodsSeen(own = till): readonly string[] {
  return own.bridge.commandsSeen.map(({ type }) => type);
}

describe("a request that was lost", () => {
  test("is asked for first, then sent again, the very same", async () => {
    let sales = 0;
    till.network.fate = (frame) => (isSale(frame) && (sales += 1) === 1 ? "lost" : "arrives");
    const payment = till.client.sale({ ...sale, orderReference: "order 7" });
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    await till.clock.advance(10);
    expect(methodsSeen()).toEqual(["payment.watch", "payment.sale", "payment.acknowledge"]);
    const sent = till.network.frames.filter(isSale).map(({ text }) => (JSON.parse(text) as { params: unknown }).params);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
    expect(await typesOf(payment)).toContain("interrupted");
  });

  test("and arrives late after all is one payment", async () => {
    let sales = 0;
    till.network.fate = (frame) => (isSale(frame) && (sales += 1) === 1 ? "late" : "arrives");
    const payment = till.client.sale(sale);
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    await till.clock.advance(20_000);
    expect(till.bridge.salesSeen).toEqual([payment.key, payment.key]);
    expect(till.bridge.starts).toBe(1);
  });

  test("is not called refused before its key is closed: an earlier copy may be on its way", async () => {
    let sales = 0;
    till.network.fate = (frame) => (isSale(frame) && (sales += 1) === 1 ? "late" : "arrives");
    let refusals = 0;
    till.bridge.refuses = ({ type }) => {
      if (type === "payment.sale" && (refusals += 1) === 1) throw refused("LANE_BUSY", { retry: true });
    };
    const payment = till.client.sale(sale);
    await expect(till.clock.runUntil(payment)).rejects.toMatchObject({
      code: "LANE_BUSY",
      effect: "none",
      retry: true,
    });
    expect([...till.bridge.closedKeys]).toEqual([payment.key]);
    await till.clock.advance(20_000);
    expect(till.bridge.salesSeen).toHaveLength(2);
    expect(till.bridge.starts).toBe(0);
  });

  test("and runs after all while its key is being closed, is followed to its end", async () => {
    let sales = 0;
    till.network.fate = (frame) => (isSale(frame) && (sales += 1) === 1 ? "late" : "arrives");
    let refusals = 0;
    till.bridge.refuses = ({ type }) => {
      if (type === "payment.sale" && (refusals += 1) === 1) throw refused("LANE_BUSY", { retry: true });
    };
    till.bridge.thinkMs = 5_000; // slower than the late frame, faster than the client's patience
    const payment = till.client.sale(sale);
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    expect(till.bridge.starts).toBe(1);
    expect(till.bridge.closedKeys.size).toBe(0);
  });

  test("is in doubt when its key can neither be sent nor closed, and is kept", async () => {
    let sales = 0;
    till.network.fate = (frame) => (isSale(frame) && (sales += 1) === 1 ? "lost" : "arrives");
    till.bridge.refuses = ({ type }) => {
      if (type === "payment.sale" || type === "payment.close") throw refused("LANE_UNKNOWN");
    };
    const payment = till.client.sale(sale);
    await expect(till.clock.runUntil(payment)).rejects.toMatchObject({ code: "LANE_UNKNOWN", effect: "possible" });
    expect((await till.storage.list()).size).toBe(1);

    till.bridge.refuses = () => undefined;
    const { found } = await resumeOne(till.client);
    expect(await till.clock.runUntil(found)).toMatchObject({ key: payment.key, outcome: approved });
  });

  test("under a key that has expired may have run long ago: that is said", async () => {
    let sales = 0;
    till.network.fate = (frame) => (isSale(frame) && (sales += 1) === 1 ? "lost" : "arrives");
    till.bridge.refuses = ({ type }) => {
      if (type === "payment.watch" || type === "payment.sale") throw refused("KEY_EXPIRED");
    };
    const payment = till.client.sale({ ...sale, submitWithinMs: Infinity });
    await expect(till.clock.runUntil(payment)).rejects.toMatchObject({ code: "KEY_EXPIRED", effect: "possible" });
    expect((await till.storage.list()).size).toBe(1);
    await till.clock.runUntil(till.client.forget(payment.key));
    expect((await till.storage.list()).size).toBe(0);
  });

  test("is not started any more when its time is over, and its key is closed", async () => {
    till.network.fate = (frame) => (isSale(frame) ? "lost" : "arrives");
    const payment = till.client.sale({ ...sale, submitWithinMs: 5_000 });
    await expect(till.clock.runUntil(payment)).rejects.toMatchObject({ code: "NEVER_SENT", effect: "none" });
    expect([...till.bridge.closedKeys]).toEqual([payment.key]);
    expect(till.bridge.starts).toBe(0);
  });
});

describe("a bridge that is not there", () => {
  test("is waited for, and the sale goes out when it comes", async () => {
    till.bridge.kill();
    const payment = till.client.sale(sale);
    await till.clock.advance(60_000);
    till.bridge.start();
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    expect(await typesOf(payment)).toEqual([
      "queued",
      "submitted",
      "accepted",
      "sent",
      "prompt",
      "card-presented",
      "ended",
    ]);
    // 250 ms, doubling to 15 s, is five tries in the first eight seconds and then one every 7.5 to 15 seconds.
    const tries = till.events.filter((event) => event.type === "connection" && event.state === "unreachable");
    expect(tries.length).toBeGreaterThan(6);
    expect(tries.length).toBeLessThan(20);
  });

  test("is waited for no longer than the sale may wait: nobody wants it to start when the shopper has left", async () => {
    till.bridge.kill();
    const payment = till.client.sale(sale);
    await expect(till.clock.runUntil(payment)).rejects.toMatchObject({ code: "NEVER_SENT", effect: "none" });
    till.bridge.start();
    await till.clock.advance(60_000);
    expect(till.bridge.commandsSeen).toEqual([]);
    expect(await till.storage.list()).toEqual(new Map());
  });

  test("is waited for without end once the payment was accepted", async () => {
    till.bridge.script = () => [{ afterMs: 1_000, does: { type: "end", outcome: approved } }];
    const payment = till.client.sale(sale);
    await till.clock.advance(100);
    till.bridge.kill();
    await till.clock.advance(2 * 3_600_000);
    till.bridge.start();
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
  });

  test("that says it is stopping is asked again after its restart", async () => {
    till.bridge.refuses = ({ type }) => {
      if (type === "payment.sale") throw refused("BRIDGE_STOPPING", { effect: "possible" });
    };
    const payment = till.client.sale(sale);
    await till.clock.advance(1_000);
    till.bridge.kill();
    till.bridge.refuses = () => undefined;
    till.bridge.start();
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
  });
});

describe("a bridge that forgot what it had accepted", () => {
  test("gets nothing a second time: a person has to look", async () => {
    const payment = till.client.sale(sale);
    await till.clock.advance(100);
    till.bridge.kill();
    till.bridge.payments.clear();
    till.bridge.start();
    await expect(till.clock.runUntil(payment)).rejects.toMatchObject({
      code: "PAYMENT_LOST",
      effect: "possible",
      retry: false,
    });
    expect(till.bridge.starts).toBe(1);
    expect((await till.storage.list()).size).toBe(1);
  });

  test("neither after a reload", async () => {
    const { key } = till.client.sale(sale);
    await till.clock.advance(100);
    till.crash();
    till.bridge.kill();
    till.bridge.payments.clear();
    till.bridge.start();
    const { found } = await resumeOne(till.reopen());
    await expect(till.clock.runUntil(found)).rejects.toMatchObject({ code: "PAYMENT_LOST" });
    expect(till.bridge.starts).toBe(1);
    await till.clock.runUntil(till.client.forget(key));
    expect(await till.clock.runUntil(till.client.resume())).toEqual([]);
  });

  test("does not make one payment of another's that has the same key", async () => {
    const key = "order-4711-a";
    const done = till.client.sale({ ...sale, key });
    await till.clock.runUntil(done);
    await till.clock.advance(100);
    let sales = 0;
    till.network.fate = (frame) => (isSale(frame) && (sales += 1) === 1 ? "lost" : "arrives");
    const other = till.client.sale({ ...sale, key, amount: { amountMinor: 1, currency: "EUR" } });
    await expect(till.clock.runUntil(other)).rejects.toMatchObject({ code: "KEY_REUSED", effect: "none" });
  });
});

describe("resume", () => {
  test("finds nothing where nothing is unfinished", async () => {
    await till.clock.runUntil(till.client.sale(sale));
    await till.clock.advance(100);
    till.crash();
    expect(await till.clock.runUntil(till.reopen().resume())).toEqual([]);
  });

  test("finds a payment that runs, with the events so far", async () => {
    const { key } = till.client.sale(sale);
    await till.clock.advance(300);
    till.crash();
    const { found } = await resumeOne(till.reopen());
    expect(found.key).toBe(key);
    expect(await till.clock.runUntil(found)).toMatchObject({ outcome: approved });
    expect(await typesOf(found)).toEqual([
      "reconnected",
      "accepted",
      "sent",
      "prompt",
      "card-presented",
      "completed",
      "ended",
    ]);
  });

  test("tells the events in order, whichever arrive first", async () => {
    const { key } = till.client.sale(sale);
    await till.clock.advance(300);
    till.crash();
    till.bridge.refuses = (command) => {
      // A live event overtakes the answer that brings the older ones.
      if (command.type !== "payment.watch") return;
      const event = { key, lane: "front", seq: 5_000, at: "2026-01-02T09:00:09.000Z", body: { type: "canceling" } };
      till.bridge.tellAll(JSON.stringify({ jsonrpc: "2.0", method: "payment.event", params: event }));
    };
    const { found } = await resumeOne(till.reopen());
    await till.clock.advance(20);
    till.bridge.resolve(key, approved);
    await till.clock.runUntil(found);
    expect(await typesOf(found)).toEqual(["reconnected", "accepted", "sent", "prompt", "canceling", "ended"]);
  });

  test("finds a payment that became final meanwhile, and acknowledges it", async () => {
    const { key } = till.client.sale(sale);
    await till.clock.advance(300);
    till.crash();
    await till.clock.advance(60_000);
    const { found } = await resumeOne(till.reopen());
    expect(await till.clock.runUntil(found)).toMatchObject({ key, outcome: approved });
    await till.clock.advance(100);
    expect(till.bridge.acknowledgedKeys).toEqual([key]);
    const opened = till.events.filter((event) => event.type === "open-payments");
    expect(opened).toMatchObject([{ payments: [{ key, state: "final", acknowledged: false }] }]);
  });

  test("tells an outcome that was stored but not acknowledged even while the bridge is away", async () => {
    const outcomes: FinalResult[] = [];
    const own = await connected({ onOutcome: (result) => void outcomes.push(result) });
    own.network.fate = ({ text }) => (text.includes('"payment.acknowledge"') ? "lost" : "arrives");
    const { key } = own.client.sale(sale);
    await own.clock.advance(2_000);
    own.crash();
    own.network.fate = () => "arrives";
    own.bridge.kill();
    const { found } = await resumeOne(own.reopen(), own);
    expect(await own.clock.runUntil(found)).toMatchObject({ key, outcome: approved });
    expect(outcomes.map((result) => result.key)).toEqual([key, key]);
    own.bridge.start();
    await own.clock.advance(60_000);
    expect(own.bridge.acknowledgedKeys).toEqual([key]);
    expect(await own.storage.list()).toEqual(new Map());
    expect(await own.shutDown()).toEqual(clean);
  });

  test("does not start what was never sent and waited too long", async () => {
    till.bridge.kill();
    const { key } = till.client.sale(sale);
    await till.clock.advance(10);
    till.crash();
    await till.clock.advance(600_000);
    till.bridge.start();
    const [found] = await till.reopen().resume();
    if (!found) throw new Error("Nothing was found again.");
    await expect(till.clock.runUntil(found)).rejects.toMatchObject({ code: "NEVER_SENT", effect: "none" });
    expect(found.key).toBe(key);
    expect(till.bridge.salesSeen).toEqual([]);
  });

  test("does not send again what was canceled before the crash", async () => {
    till.network.fate = (frame) => (isSale(frame) ? "lost" : "arrives");
    const payment = till.client.sale(sale);
    await till.clock.advance(20);
    void payment.cancel();
    await till.clock.advance(20);
    till.crash();
    till.network.fate = () => "arrives";
    const { found } = await resumeOne(till.reopen());
    expect(await till.clock.runUntil(found)).toMatchObject({ outcome: { kind: "canceled", by: "pos" } });
    expect(till.bridge.salesSeen).toEqual([]);
    expect([...till.bridge.closedKeys]).toEqual([payment.key]);
  });

  test("leaves a record that it cannot read, says so, and finds the others", async () => {
    await till.storage.put("order-1234", "{ torn");
    await till.storage.put(
      "order-1235",
      JSON.stringify({ format: 1, request: { method: "payment.sale", params: {} } }),
    );
    const { key } = till.client.sale(sale);
    await till.clock.advance(300);
    till.crash();
    const { found } = await resumeOne(till.reopen());
    expect(await till.clock.runUntil(found)).toMatchObject({ key, outcome: approved });
    expect(till.troubles).toEqual(["STORAGE_FAILED", "STORAGE_FAILED"]);
    await till.clock.advance(100);
    expect([...(await till.storage.list()).keys()]).toEqual(["order-1234", "order-1235"]);
    const again = till.client.sale({ ...sale, key: "order-1234" });
    await expect(till.clock.runUntil(again)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    expect((await till.storage.list()).get("order-1234")).toBe("{ torn");
  });

  test("rejects when the storage cannot be read, and after close", async () => {
    const own = new Till({
      storage: {
        list: async () => Promise.reject(new Error("locked")),
        put: async () => undefined,
        remove: async () => undefined,
      },
    });
    await expect(own.client.resume()).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    expect(await own.shutDown()).toEqual(clean);
    await expect(own.client.resume()).rejects.toMatchObject({ code: "CLIENT_CLOSED" });
  });
});

describe("a key of the POS's own after a reload", () => {
  const key = "order-4711-a";

  test("goes on where the payment was", async () => {
    void till.client.sale({ ...sale, key });
    await till.clock.advance(300);
    till.crash();
    const again = till.reopen().sale({ ...sale, key });
    expect(await till.clock.runUntil(again)).toMatchObject({ key, outcome: approved });
    expect(till.bridge.starts).toBe(1);
    expect(till.bridge.salesSeen).toEqual([key]);
  });

  test("with another request is refused, and the record of the first stays", async () => {
    void till.client.sale({ ...sale, key });
    await till.clock.advance(300);
    till.crash();
    const other = till.reopen().sale({ ...sale, key, lane: "back" });
    await expect(till.clock.runUntil(other)).rejects.toMatchObject({ code: "KEY_REUSED" });
    const { found } = await resumeOne(till.client);
    expect(await till.clock.runUntil(found)).toMatchObject({ lane: "front", outcome: approved });
  });

  test("is not overwritten by a cancel that comes right after the call", async () => {
    void till.client.sale({ ...sale, key });
    await till.clock.advance(300);
    till.crash();
    const again = till.reopen().sale({ ...sale, key });
    expect(await till.clock.runUntil(again.cancel())).toBe("canceling");
    expect(await till.clock.runUntil(again)).toMatchObject({ outcome: { kind: "canceled", by: "pos" } });
    expect(till.bridge.starts).toBe(1);
  });
});
