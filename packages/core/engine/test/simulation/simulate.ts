/**
 * Runs a day: what the scenario says happens, then the trouble ends, everybody comes back who does, and the shop has
 * time to settle everything. What is left are three ledgers.
 */
import { laneId, paymentKey } from "@tillwire/plugin-api";
import type { LaneId, PaymentEvent, PaymentKey, PosCommand, PosReply, SaleRequest } from "@tillwire/plugin-api";
import type { Ledgers, RoomChange } from "../audit/ledgers.ts";
import type { Decide } from "../harness/engine-host.ts";
import { askableGateway, plainHost, plainRead, reversingGateway } from "../harness/counter-plans.ts";
import { plainInquiry, plainSale } from "../harness/terminal-traits.ts";
import type { AskedRequest, Till } from "../harness/till.ts";
import type { VirtualTerminal } from "../harness/virtual-terminal.ts";
import { createWorld } from "../harness/world.ts";
import type { LaneSetup, World } from "../harness/world.ts";
import { keyCount } from "./scenario.ts";
import type { Action, Scenario, TillHabits } from "./scenario.ts";

/** What is put in the place of the engine, or of its host, to see whether the auditor notices. */
export interface Mutation {
  readonly decide?: Decide;
  readonly performsEarly?: boolean;
}

/** Long enough for every deadline of the lane, one after the other, with the longest back-off between. */
const quietMs = 900_000;

/** How long a bridge takes to reach its terminals. */
const connectMs = 10;
/** How long a bridge takes to stop. */
const stopMs = 50;

const lanes: readonly LaneId[] = [laneId("front"), laneId("side")];
const keys: readonly PaymentKey[] = Array.from({ length: keyCount }, (_, at) => paymentKey(`order-000${at}`));

/** Runs a scenario to its end. */
export function simulate(scenario: Scenario, mutation: Mutation = {}): Ledgers {
  const day = beginDay(scenario, mutation);
  const { world } = day;
  boot(day);
  for (const { afterMs, action } of scenario.actions) {
    world.clock.advance(afterMs);
    act(day, action);
  }
  settleDown(day);
  return {
    journal: world.journal.durable,
    rooms: day.rooms,
    terminals: scenario.traits.map((traits, at) => {
      const books = world.counters.get(laneOf(at))?.books;
      if (books) return { lane: laneOf(at), traits: { level: "B", reverses: "yes" }, entries: books };
      return { lane: laneOf(at), traits, entries: world.terminals.get(laneOf(at))?.peer.ledger ?? [] };
    }),
    tills: world.tills.map((till, at) => ({ till, returned: habitsOf(scenario, at).returns })),
  };
}

interface Day {
  readonly world: World;
  readonly rooms: RoomChange[];
  readonly scenario: Scenario;
  readonly strays: { count: number };
  calm: boolean;
}

function beginDay(scenario: Scenario, mutation: Mutation): Day {
  const next = <Item>(items: readonly Item[], plain: Item): (() => Item) => {
    let count = 0;
    return () => (day.calm ? plain : (items[count++ % items.length] ?? plain));
  };
  const world = createWorld({
    seed: scenario.seed,
    lanes: scenario.traits.map((traits, at) => ({
      name: laneOf(at),
      traits,
      nextSale: next(scenario.sales, { ...plainSale, thinkMs: 100 }),
      nextInquiry: next(scenario.inquiries, plainInquiry),
      ...counterOf(scenario, at, next),
    })),
    tills: scenario.tills.map((habits, at) => ({
      name: `till${at}`,
      asks: habits.asksQuestions ? ["partial-approval", "signature"] : [],
      onEvent: (event: PaymentEvent) => answerQuestions(day, habits, event),
      onReply: (request: AskedRequest, reply: PosReply) => acknowledgeFinal(day, { habits, request, reply }),
    })),
    syncMs: next(scenario.syncMs, 1),
    ...mutation,
  });
  const day: Day = { world, rooms: [], scenario, strays: { count: 0 }, calm: false };
  return day;
}

type Next = <Item>(items: readonly Item[], plain: Item) => () => Item;

function counterOf({ counters, reads, messages }: Scenario, at: number, next: Next): Pick<LaneSetup, "counter"> {
  const kind = counters[at];
  if (kind !== "reversing" && kind !== "askable") return {};
  return {
    counter: {
      gateway: kind === "askable" ? askableGateway : reversingGateway,
      nextRead: next(reads, { ...plainRead, readMs: 100 }),
      nextMessage: next(messages, plainHost),
    },
  };
}

function boot({ world, rooms }: Day): void {
  world.start();
  world.dispatch({ type: "room", room: rooms.at(-1)?.room ?? "enough" });
  for (const peer of peersOf(world)) {
    world.clock.after(connectMs, () => (world.running() ? peer.connect() : undefined));
  }
  for (const till of world.tills) till.open();
}

/** A bridge that is down finds out when it starts. */
function setRoom({ world, rooms }: Day, room: RoomChange["room"]): void {
  rooms.push({ stamp: world.clock.stamp(), room });
  world.dispatch({ type: "room", room });
}

function act(day: Day, action: Action): void {
  const { world } = day;
  switch (action.type) {
    case "sale":
    case "cancel":
    case "get":
    case "watch":
    case "acknowledge":
    case "close":
      return ask(day, action.till, commandOf(action));
    case "reload":
      tillOf(day, action.till).leave();
      return world.running() ? tillOf(day, action.till).open() : undefined;
    case "leave":
      return tillOf(day, action.till).leave();
    case "connect":
      return world.running() ? peerOf(world, action.lane)?.connect() : undefined;
    case "disconnect":
      return peerOf(world, action.lane)?.disconnect();
    case "reboot":
      world.terminals.get(laneOf(action.lane))?.disconnect();
      return world.terminals.get(laneOf(action.lane))?.peer.reboot();
    case "stray":
      return useAlone(day, action.lane);
    case "key-in":
      return world.terminals.get(laneOf(action.lane))?.peer.keyIn({ ...strayOf(day), references: {} }, plainSale);
    case "cut":
      return cut(day, action);
    case "crash":
      return crash(day, action);
    case "stop":
      world.dispatch({ type: "stop" });
      return void world.clock.after(stopMs, () => fall(day, action.downMs));
    case "room":
      return setRoom(day, action.room);
    case "clock-jumps":
      return world.clock.jump(action.days * 86_400_000);
  }
}

/** A till that was gone comes back to ask. */
function ask(day: Day, at: number, command: PosCommand): void {
  const till = tillOf(day, at);
  if (!day.world.running()) return;
  till.open();
  till.ask(command);
}

type Asking = Extract<Action, { readonly type: "sale" | "cancel" | "get" | "watch" | "acknowledge" | "close" }>;

function commandOf(action: Asking): PosCommand {
  const key = keyOf(action.key);
  const keyCreatedAt = 1;
  switch (action.type) {
    case "sale": {
      const amount = { amountMinor: action.other ? 2_000 : 1_000 + action.key, currency: "EUR" };
      const partialApproval = action.key % 2 === 0;
      return { type: "payment.sale", key, keyCreatedAt, lane: laneOf(action.lane), amount, partialApproval };
    }
    case "close":
      return { type: "payment.close", key, keyCreatedAt, lane: laneOf(action.lane) };
    case "get":
      return { type: "payment.get", payment: { key } };
    case "watch":
      return { type: "payment.watch", key, afterSeq: 0 };
    case "cancel":
      return { type: "payment.cancel", key };
    case "acknowledge":
      return { type: "payment.acknowledge", key };
  }
}

/** Somebody else's sale, which the terminal asks the bridge to commit: the bridge knows nothing of it. */
function useAlone(day: Day, lane: number): void {
  const traits = day.scenario.traits[lane];
  if (traits?.commits !== "asks") return;
  day.world.terminals.get(laneOf(lane))?.peer.approveStray(strayOf(day), plainSale);
}

function crash(day: Day, { steps, downMs }: Extract<Action, { type: "crash" }>): void {
  if (!day.world.running()) return;
  if (steps === 0) fall(day, downMs);
  else day.world.host().afterSteps(steps, () => fall(day, downMs));
}

function cut(day: Day, { lane, steps }: Extract<Action, { type: "cut" }>): void {
  const { world } = day;
  const peer = peerOf(world, lane);
  if (!world.running() || !peer) return;
  world.host().afterSteps(Math.max(1, steps), () => {
    peer.disconnect();
    world.clock.after(connectMs, () => (world.running() ? peer.connect() : undefined));
  });
}

/** The bridge dies; after a while it is started again. */
function fall(day: Day, downMs: number): void {
  const { world } = day;
  if (!world.running()) return;
  world.crash();
  world.clock.after(downMs, () => {
    if (!world.running()) boot(day);
  });
}

function answerQuestions(day: Day, habits: TillHabits, { key, body }: PaymentEvent): void {
  if (body.type !== "question") return;
  const { questionId, question } = body.question;
  const answer =
    question.kind === "partial-approval"
      ? ({ kind: "partial-approval", accept: habits.acceptsParts } as const)
      : ({ kind: "signature", matches: habits.acceptsParts } as const);
  day.world.clock.after(habits.answersAfterMs, () => {
    const till = tillOf(day, day.scenario.tills.indexOf(habits));
    if (till.connected()) till.ask({ type: "payment.answer", key, questionId, answer });
  });
}

function acknowledgeFinal(
  day: Day,
  { habits, request, reply }: { readonly habits: TillHabits; readonly request: AskedRequest; readonly reply: PosReply },
): void {
  if (!habits.acknowledges || request.command.type === "payment.acknowledge") return;
  if (reply.kind === "error" || !("payment" in reply.result) || reply.result.payment.state !== "final") return;
  const { key, acknowledged } = reply.result.payment;
  if (acknowledged) return;
  day.world.clock.after(1, () => {
    const till = tillOf(day, day.scenario.tills.indexOf(habits));
    if (till.connected()) till.ask({ type: "payment.acknowledge", key });
  });
}

/** The trouble ends. Whoever returns asks for its payments and acknowledges what is final. */
function settleDown(day: Day): void {
  const { world, scenario } = day;
  day.calm = true;
  if (world.running()) world.host().disarm();
  world.clock.advance(stopMs); // a bridge that is stopping still stops
  if (!world.running()) boot(day);
  setRoom(day, "enough");
  world.clock.advance(100);
  for (const peer of peersOf(world)) peer.connect();
  for (const [at, till] of world.tills.entries()) if (!habitsOf(scenario, at).returns) till.leave();
  for (const type of ["payment.get", "payment.acknowledge"] as const) {
    for (const [at, till] of world.tills.entries()) {
      if (!habitsOf(scenario, at).returns) continue;
      till.open();
      for (const key of keysOf(till)) till.ask(type === "payment.get" ? { type, payment: { key } } : { type, key });
    }
    world.clock.advance(quietMs);
  }
}

function keysOf(till: Till): ReadonlySet<PaymentKey> {
  return new Set(
    till.requests
      .map(({ command }) => command)
      .flatMap((command) => (command.type === "payment.sale" ? [command.key] : [])),
  );
}

function strayOf({ strays }: Day): SaleRequest {
  strays.count += 1;
  const references = { "service-id": `STRAY${String(strays.count).padStart(15, "0")}`, trace: "999999" };
  const named = { attemptId: `at_stray_${strays.count}` as SaleRequest["attemptId"], references };
  return { operation: "sale", ...named, amount: { amountMinor: 500, currency: "EUR" }, partialApproval: false };
}

type Peer = Pick<VirtualTerminal, "connect" | "disconnect">;

function peersOf({ terminals, counters }: World): readonly Peer[] {
  return [...terminals.values(), ...counters.values()];
}

function peerOf({ terminals, counters }: World, at: number): Peer | undefined {
  return terminals.get(laneOf(at)) ?? counters.get(laneOf(at));
}

const laneOf = (at: number): LaneId => lanes[at] ?? laneId("front");
const keyOf = (at: number): PaymentKey => keys[at] ?? paymentKey("order-0000");

function tillOf({ world }: Day, at: number): Till {
  const till = world.tills[at];
  if (!till) throw new Error(`There is no till ${at}.`);
  return till;
}

function habitsOf({ tills }: Scenario, at: number): TillHabits {
  const habits = tills[at];
  if (!habits) throw new Error(`There is no till ${at}.`);
  return habits;
}
