/** What becomes of a payment when the reader, or the card, does not do what it should. */
import { describe, expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import type { ReaderSession } from "@tillwire/plugin-api";
import { chipCard } from "../plugins/scripted-reader.ts";
import type { ReaderScript } from "../plugins/scripted-reader.ts";
import { wrong } from "../plugins/terminal.ts";
import { openCounter } from "./counter.ts";
import { answerPlainly } from "./payment-host.ts";

const approved = { result: { payment: { outcome: { kind: "approved" } } } };
const failed = { result: { payment: { outcome: { kind: "failed" } } } };
const cardRefused = {
  result: { payment: { outcome: { kind: "declined", reason: "offline-declined", reversal: "pending" } } },
};
const never = (): Promise<never> => new Promise(() => undefined);
const busy = new TillwireError("DEVICE_BUSY", { message: "It works for somebody else.", effect: "none" });

/** A reader whose first session does otherwise, and whose later ones are plain. */
function firstSession(otherwise: ReaderScript): ReaderScript {
  let sessions = 0;
  return (...opened) => ((sessions += 1) === 1 ? otherwise(...opened) : {});
}

describe("a read", () => {
  test.each<[string, Partial<ReaderSession>]>([
    ["is refused", { read: () => Promise.reject(busy) }],
    ["fails with a defect", { read: () => Promise.reject(new RangeError("a defect")) }],
    ["makes no sense", { read: async () => wrong({ kind: "online-completion", transactionId: "tx_1" }) }],
    [
      "gives a card number in clear",
      { read: async () => wrong({ kind: "card-only", card: { ...chipCard, emv: { "5A": "4761739001010119" } } }) },
    ],
    ["gives a card without a transaction", { read: async () => ({ kind: "card-only", card: chipCard }) }],
  ])("that %s ends the payment without charge, and the next one goes well", async (_, otherwise) => {
    let reads = 0;
    const counter = await openCounter({
      reader: () => ({ ...otherwise, read: (...call) => reading((reads += 1), call) }),
    });
    function reading(count: number, call: Parameters<ReaderSession["read"]>): ReturnType<ReaderSession["read"]> {
      const plain: ReaderSession["read"] = async () => ({
        kind: "online-final",
        transactionId: "tx_9",
        card: chipCard,
      });
      return (count === 1 ? (otherwise.read ?? plain) : plain)(...call);
    }
    expect(await counter.sold()).toMatchObject(failed);
    expect(counter.host.received).toEqual([]);
    expect(JSON.stringify(counter.log)).not.toContain("4761739001010119");
    expect(await counter.sold()).toMatchObject(approved);
  });

  test("that the shopper ends is canceled", async () => {
    const counter = await openCounter({ reader: () => ({ read: async () => ({ kind: "canceled", by: "shopper" }) }) });
    expect(await counter.sold()).toMatchObject({
      result: { payment: { outcome: { kind: "canceled", by: "shopper" } } },
    });
  });

  test("of a card that says no by itself is declined without asking the host", async () => {
    const counter = await openCounter({
      reader: () => ({ read: async () => ({ kind: "offline-declined", reason: "offline-declined", card: chipCard }) }),
    });
    expect(await counter.sold()).toMatchObject({ result: { payment: { outcome: { kind: "declined" } } } });
    expect(counter.host.received).toEqual([]);
  });

  test("that hangs is aborted after its time; a reader that does not obey is ended and opened again", async () => {
    const counter = await openCounter({
      reader: firstSession(() => ({ read: never })),
      settings: { attemptTimeoutMs: 20_000 },
    });
    expect(await counter.sold()).toMatchObject(failed);
    await counter.until(() => counter.laneState() === "ready");
    expect(await counter.sold()).toMatchObject(approved);
  });

  test("has nothing to settle: only terminals commit", async () => {
    const counter = await openCounter({
      reader: (context) => ({
        read: async ({ attemptId }) => {
          const outcome = { kind: "canceled", by: "pos" } as const;
          const told = await context.settle({ references: {}, outcome }).catch((thrown: unknown) => String(thrown));
          context.emit({ type: "terminal-text", attemptId, text: told });
          return { kind: "canceled", by: "shopper" };
        },
      }),
    });
    await counter.sold();
    expect(JSON.stringify(counter.events)).toContain("plugins of its kind have no use for (settle)");
  });

  test("may ask the POS, and gets its answer", async () => {
    const counter = await openCounter({
      reader: (context) => ({
        read: async ({ attemptId }) => {
          const answer = await context.ask(attemptId, { kind: "application", labels: ["Debit", "Credit"] });
          context.emit({ type: "terminal-text", attemptId, text: JSON.stringify(answer) });
          return { kind: "online-final", transactionId: "tx_1", card: chipCard };
        },
      }),
    });
    expect(await counter.sold()).toMatchObject(approved); // this till answers no such question: the default counts
    expect(JSON.stringify(counter.events)).toContain(String.raw`{\"kind\":\"application\",\"index\":0}`);
  });
});

describe("a reader that is lost", () => {
  const gone = { type: "device-lost", code: "LINK_LOST", message: "The cable was pulled." } as const;

  test("while it reads ends the payment without charge", async () => {
    const counter = await openCounter({
      reader: firstSession((context) => ({
        read: (_, signal) => {
          context.emit(gone);
          return new Promise((_resolve, reject) =>
            signal.addEventListener("abort", () =>
              reject(new TillwireError("LINK_LOST", { message: "Gone.", effect: "none" })),
            ),
          );
        },
      })),
    });
    expect(await counter.sold()).toMatchObject(failed);
    expect(counter.host.received).toEqual([]);
    await counter.until(() => counter.laneState() === "ready");
    expect(await counter.sold()).toMatchObject(approved);
  });

  test("while the host is asked leaves an approval that the card never heard of: it is reversed", async () => {
    const lost: (() => void)[] = [];
    const counter = await openCounter({
      reader: firstSession((context) => {
        lost.push(() => context.emit(gone));
        return {};
      }),
    });
    counter.host.answering = (message, host) => {
      counter.host.answering = answerPlainly;
      lost[0]?.();
      const [answer] = answerPlainly(message, host);
      counter.clock.after(100, () => host.say(answer ?? {}));
      return [];
    };
    expect(await counter.sold()).toMatchObject(cardRefused);
    await counter.until(() => counter.records().includes("reversed"));
    expect([...counter.host.ledger.values()]).toEqual(["reversed"]);
    await counter.until(() => counter.laneState() === "ready");
  });

  test.each<[string, Partial<ReaderSession>]>([
    ["refuses the approval", { finish: async () => ({ accepted: false }) }],
    ["is gone", { finish: () => Promise.reject(busy) }],
    ["fails with a defect", { finish: () => Promise.reject(new RangeError("a defect")) }],
    ["makes no sense", { finish: async () => wrong({ accepted: "perhaps" }) }],
    ["hangs", { finish: never }],
  ])("when the card's last word %s: the approval is reversed", async (_, otherwise) => {
    const counter = await openCounter({ reader: firstSession(() => otherwise) });
    expect(await counter.sold()).toMatchObject(cardRefused);
    await counter.until(() => counter.records().includes("reversed"));
    expect([...counter.host.ledger.values()]).toEqual(["reversed"]);
    await counter.until(() => counter.laneState() === "ready");
    expect(await counter.sold()).toMatchObject(otherwise.finish === never ? approved : {});
  });

  test.each<[string, Partial<ReaderSession>]>([
    ["is refused", { abandon: () => Promise.reject(busy) }],
    ["fails with a defect", { abandon: () => Promise.reject(new RangeError("a defect")) }],
    ["gives something", { abandon: async () => wrong("done") }],
    ["hangs", { abandon: never }],
  ])("when abandoning %s: the lane is free again", async (_, otherwise) => {
    const counter = await openCounter({
      reader: firstSession(() => otherwise),
      gateway: { fault: { what: "throws ours", where: "begin", times: 1 } },
    });
    expect(await counter.sold()).toMatchObject(failed);
    await counter.until(() => counter.laneState() === "ready");
    expect(await counter.sold()).toMatchObject(approved);
  });
});
