/** A small shop for tests that tell one story: one lane, one or two tills, plans in a row. */
import { laneId, paymentKey } from "@tillwire/plugin-api";
import type { ErrorData, PaymentView, PosCommand, SaleCommand } from "@tillwire/plugin-api";
import { findPayment } from "../../src/index.ts";
import type { Effect, LaneSettings, Payment } from "../../src/index.ts";
import type { LedgerState } from "./terminal-ledger.ts";
import { stateOf } from "./terminal-ledger.ts";
import { plainInquiry, plainSale } from "./terminal-traits.ts";
import type { InquiryPlan, SalePlan, TerminalTraits } from "./terminal-traits.ts";
import type { AskedRequest, Till } from "./till.ts";
import type { VirtualTerminal } from "./virtual-terminal.ts";
import { createWorld } from "./world.ts";
import type { World, WorldOptions } from "./world.ts";

/** The lane of the shop. */
export const front = laneId("front");
/** A key. */
export const key = paymentKey("order-0001");

/** What a shop is made of; what is left out is plain. Plans that have run out are plain too. */
export interface ShopSetup extends Pick<WorldOptions, "syncMs" | "decide"> {
  readonly traits?: Partial<TerminalTraits>;
  readonly settings?: Partial<LaneSettings>;
  readonly sales?: readonly Partial<SalePlan>[];
  readonly inquiries?: readonly Partial<InquiryPlan>[];
}

/** A shop that is open: the bridge runs, the terminal is connected, the tills have their sessions. */
export interface Shop {
  readonly world: World;
  readonly till: Till;
  readonly backOffice: Till;
  readonly terminal: VirtualTerminal;
  run(durationMs: number): void;
  sale(changes?: Partial<SaleCommand>): AskedRequest;
  ask(command: PosCommand): AskedRequest;
  /** Kills the bridge and starts it again, with terminal and tills connected. */
  restart(): void;
  payment(): Payment | undefined;
  ledger(): readonly LedgerState[];
  effects<Type extends Effect["type"]>(type: Type): readonly Extract<Effect, { readonly type: Type }>[];
  records(): readonly string[];
  /** Types of the events that the till heard, oldest first. */
  heard(): readonly string[];
}

/** Opens a shop. */
export function openShop(setup: ShopSetup = {}): Shop {
  const { traits, settings, syncMs, decide } = setup;
  const sales = [...(setup.sales ?? [])];
  const inquiries = [...(setup.inquiries ?? [])];
  const world = createWorld({
    lanes: [
      {
        name: front,
        ...(traits && { traits }),
        ...(settings && { settings }),
        nextSale: () => ({ ...plainSale, ...sales.shift() }),
        nextInquiry: () => ({ ...plainInquiry, ...inquiries.shift() }),
      },
    ],
    tills: [
      { name: "till", asks: ["partial-approval", "signature"] },
      { name: "office", asks: [] },
    ],
    ...(syncMs && { syncMs }),
    ...(decide && { decide }),
  });
  const [till, backOffice] = world.tills;
  const terminal = world.terminals.get(front);
  if (!till || !backOffice || !terminal) throw new Error("The shop is not complete.");
  const run = (durationMs: number): void => world.clock.advance(durationMs);
  const start = (): void => {
    world.start();
    run(1);
    terminal.connect();
    for (const one of world.tills) one.open();
    run(1);
  };
  start();
  return {
    world,
    till,
    backOffice,
    terminal,
    run,
    sale: (changes = {}) => till.ask({ ...saleCommand, ...changes }),
    ask: (command) => till.ask(command),
    restart() {
      world.crash();
      start();
    },
    payment: () => findPayment(world.host().durable(), { key }),
    ledger: () => terminal.peer.ledger.map(stateOf),
    effects: (type) => world.effects.filter((effect) => isOf(effect, type)),
    records: () => world.journal.durable.map(({ record }) => record.type),
    heard: () => till.events.map(({ event }) => event.body.type),
  };
}

function isOf<Type extends Effect["type"]>(
  effect: Effect,
  type: Type,
): effect is Extract<Effect, { readonly type: Type }> {
  return effect.type === type;
}

/** The sale that a shop asks for. */
export const saleCommand: SaleCommand = {
  type: "payment.sale",
  key,
  keyCreatedAt: Date.UTC(2026, 0, 1),
  lane: front,
  amount: { amountMinor: 1050, currency: "EUR" },
  partialApproval: true,
};

/** The one answer, which has to be there. */
export function answerOf({ replies, command }: AskedRequest) {
  const [only, ...more] = replies;
  if (!only || more.length > 0) throw new Error(`${command.type} got ${replies.length} answers.`);
  return only.reply;
}

/** The payment in the one answer. */
export function paymentIn(request: AskedRequest): PaymentView {
  const reply = answerOf(request);
  if (reply.kind === "result" && "payment" in reply.result) return reply.result.payment;
  throw new Error(`${request.command.type} was answered with ${JSON.stringify(reply)}.`);
}

/** The error in the one answer. */
export function errorIn(request: AskedRequest): ErrorData {
  const reply = answerOf(request);
  if (reply.kind === "error") return reply.error;
  throw new Error(`${request.command.type} was answered with ${JSON.stringify(reply)}.`);
}
