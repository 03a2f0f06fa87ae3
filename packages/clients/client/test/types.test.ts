/** The public types: what a POS developer may write, and what does not compile. Checked by the compiler. */
import { expectTypeOf, test } from "vitest";
import type { WebSocket as WebSocketOfWs } from "ws";
import { ClientError, createClient, indexedDbStorage, webStorage } from "../src/index.ts";
import type {
  Client,
  ClientErrorCode,
  ClientEvent,
  ClientOptions,
  Payment,
  PaymentResult,
  PaymentUpdate,
  WebSocketConstructor,
} from "../src/index.ts";
import type { LaneView, PaymentOutcome, PaymentView } from "@tillwire/protocol/wire";

const amount = { amountMinor: 1_050, currency: "EUR" };

/** Never called: only compiled. */
export async function compiled(client: Client, payment: Payment, result: PaymentResult): Promise<void> {
  expectTypeOf(client.sale({ lane: "front", amount })).toEqualTypeOf<Payment>();
  expectTypeOf(await client.sale({ lane: "front", amount })).toEqualTypeOf<PaymentResult>();
  expectTypeOf(await client.lanes()).toEqualTypeOf<readonly LaneView[]>();
  expectTypeOf(await client.get("order-4711-a")).toEqualTypeOf<PaymentView>();
  expectTypeOf(await client.get({ id: "pm_12345678" })).toEqualTypeOf<PaymentView>();
  expectTypeOf(await payment.cancel()).toEqualTypeOf<"canceling" | "too-late" | "nothing-to-cancel">();
  expectTypeOf(await client.resume()).toEqualTypeOf<readonly Payment[]>();

  for await (const update of payment.events) {
    expectTypeOf(update).toEqualTypeOf<PaymentUpdate>();
    if (update.type === "question") {
      await payment.answer(update.question.questionId, { kind: "signature", matches: true });
    }
    if (update.type === "prompt") expectTypeOf(update.seq).toEqualTypeOf<number>();
    if (update.type === "ended") expectTypeOf(update.result).toEqualTypeOf<PaymentResult>();
    // @ts-expect-error there is no such event
    if (update.type === "paid") return;
  }

  // @ts-expect-error a result may be parked, and then it has no outcome
  void result.outcome;
  if (result.state === "parked") expectTypeOf(result.parked.instruction).toEqualTypeOf<string>();
  else expectTypeOf(result.outcome).toEqualTypeOf<PaymentOutcome>();
  if (result.state === "final")
    expectTypeOf(result.outcome.kind).toEqualTypeOf<"approved" | "declined" | "canceled" | "failed">();

  // @ts-expect-error an amount has a currency
  void client.sale({ lane: "front", amount: { amountMinor: 1 } });
  // @ts-expect-error an amount is an object, so that nobody can mistake its unit
  void client.sale({ lane: "front", amount: 10.5 });
  // @ts-expect-error a lane is needed
  void client.sale({ amount });
  // @ts-expect-error no such field
  void client.sale({ lane: "front", amount, tipMiner: 50 });
  // @ts-expect-error an answer has the kind of its question
  void payment.answer("q_1", { matches: true });
  // @ts-expect-error there is no such kind of question
  createClient({ pos: { name: "till", asks: ["favourite-color"] } });
  // @ts-expect-error a POS has a name
  createClient({ pos: {} });
}

/** What platforms bring fits. */
export function platforms(area: Storage, factory: IDBFactory, browserSocket: typeof WebSocket): void {
  expectTypeOf(browserSocket).toExtend<WebSocketConstructor>();
  expectTypeOf<typeof WebSocketOfWs>().toExtend<WebSocketConstructor>();
  createClient({ pos: { name: "till" }, webSocket: browserSocket, storage: webStorage(area) });
  createClient({ pos: { name: "till" }, storage: indexedDbStorage("tillwire", factory) });
  createClient({ pos: { name: "till" }, permissions: navigator.permissions });
}

/** Everything that can happen is a closed set, so that a `switch` without a case for it does not compile. */
export function describeEvent(event: ClientEvent): string {
  switch (event.type) {
    case "connection":
      return event.state === "open" ? "open" : event.error.message;
    case "payment":
      return event.update.type;
    case "open-payments":
      return event.payments.map(({ key }) => key).join();
    case "lane":
      return event.lane.state;
    case "bridge":
      return event.message;
    case "trouble":
      return event.error.code;
  }
}

test("an error has its code, effect and retry", () => {
  const error = new ClientError("LANE_BUSY", { message: "busy", effect: "none", retry: true });
  expectTypeOf(error.code).toEqualTypeOf<ClientErrorCode>();
  expectTypeOf(error.effect).toEqualTypeOf<"none" | "possible">();
  expectTypeOf(error.retry).toEqualTypeOf<boolean>();
  expectTypeOf<ClientOptions>().toHaveProperty("onOutcome");
});
