/** Requests with their answers, as they travel. */
import type { MethodName, Methods } from "../../src/wire.ts";
import { approved, declined, key, lane, laneView, unknown } from "./payments.ts";

/** Some of what each method is asked, and what it then answers. */
export type MethodExamples = {
  readonly [Name in MethodName]: readonly {
    readonly params: Methods[Name]["params"];
    readonly result: Methods[Name]["result"];
  }[];
};

const keyCreatedAt = "2026-11-24T10:14:59.300Z";
const sale = { key, keyCreatedAt, lane, amount: { amountMinor: 2_500, currency: "EUR" }, orderReference: "1042" };

export const methodExamples: MethodExamples = {
  "session.open": [
    {
      params: { version: 1, pos: { name: "corner shop, till 2", version: "3.1", asks: ["partial-approval"] } },
      result: { sessionId: "ps_3f6c0d12", version: 1, openPayments: [unknown], lanes: [laneView] },
    },
  ],
  "payment.sale": [
    { params: sale, result: { payment: approved } },
    { params: { ...sale, tipMinor: 200, partialApproval: true }, result: { payment: declined } },
  ],
  "payment.cancel": [{ params: { key }, result: { cancel: "canceling" } }],
  "payment.get": [
    { params: { key }, result: { payment: approved } },
    { params: { id: approved.id }, result: { payment: approved } },
  ],
  "payment.watch": [
    {
      params: { key, afterSeq: 41 },
      result: {
        payment: unknown,
        events: [{ key, lane, seq: 42, at: "2026-11-24T10:15:01.500Z", body: { type: "sent" } }],
        gap: false,
      },
    },
  ],
  "payment.answer": [
    {
      params: { key, questionId: "qn_1", answer: { kind: "partial-approval", accept: true } },
      result: { accepted: true },
    },
  ],
  "payment.acknowledge": [{ params: { key }, result: { payment: { ...approved, acknowledged: true } } }],
  "payment.close": [
    { params: { key, keyCreatedAt, lane }, result: { closed: true } },
    { params: { key, keyCreatedAt, lane }, result: { closed: false, payment: approved } },
  ],
  "lane.list": [{ params: {}, result: { lanes: [laneView] } }],
  "lane.status": [{ params: { lane }, result: { lane: { ...laneView, state: "lost", reason: "No answer." } } }],
  "bridge.status": [
    {
      params: {},
      result: {
        state: "running",
        version: "0.1.0",
        mode: "demo",
        startedAt: "2026-11-24T06:00:00.000Z",
        lanes: [laneView],
        openPayments: 1,
        parkedPayments: 0,
        undeliveredPayments: 0,
      },
    },
  ],
};
