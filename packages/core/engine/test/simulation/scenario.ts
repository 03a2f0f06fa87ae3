/** Scenarios: everything that a simulated day leaves to chance, as plain data that fast-check can make smaller. */
import fc from "fast-check";
import type { HostPlan, ReadPlan } from "../harness/counter-plans.ts";
import type { InquiryPlan, SalePlan, TerminalTraits } from "../harness/terminal-traits.ts";

/** What somebody does, or what befalls the shop. Numbers choose among tills, lanes and keys. */
export type Action =
  | {
      readonly type: "sale";
      readonly till: number;
      readonly lane: number;
      readonly key: number;
      readonly other: boolean;
    }
  | { readonly type: "cancel" | "get" | "watch" | "acknowledge"; readonly till: number; readonly key: number }
  | { readonly type: "close"; readonly till: number; readonly lane: number; readonly key: number }
  | { readonly type: "reload" | "leave"; readonly till: number }
  | { readonly type: "connect" | "disconnect" | "reboot" | "stray" | "key-in"; readonly lane: number }
  /** The line to a terminal breaks after so many steps, and is there again a moment later. */
  | { readonly type: "cut"; readonly lane: number; readonly steps: number }
  /** The same befalls the bridge. Steps are batches written and effects done. */
  | { readonly type: "crash"; readonly steps: number; readonly downMs: number }
  | { readonly type: "stop"; readonly downMs: number }
  | { readonly type: "clock-jumps"; readonly days: number }
  /** The bridge's disk is nearly full, or has room again. */
  | { readonly type: "room"; readonly room: "enough" | "short" };

/** A till's habits. */
export interface TillHabits {
  readonly asksQuestions: boolean;
  readonly acceptsParts: boolean;
  readonly answersAfterMs: number;
  readonly acknowledges: boolean;
  /** Does it come back once the trouble is over? */
  readonly returns: boolean;
}

/** A day. */
export interface Scenario {
  readonly seed: number;
  readonly traits: readonly TerminalTraits[];
  /** Which lanes have a reader and a gateway instead of a terminal, and whether the gateway can be asked. */
  readonly counters: readonly ("none" | "reversing" | "askable")[];
  readonly reads: readonly ReadPlan[];
  readonly messages: readonly HostPlan[];
  readonly tills: readonly TillHabits[];
  readonly sales: readonly SalePlan[];
  readonly inquiries: readonly InquiryPlan[];
  readonly syncMs: readonly number[];
  readonly actions: readonly { readonly afterMs: number; readonly action: Action }[];
}

/** Keys that the tills use, lanes and tills that there are. */
export const keyCount = 4;
const laneCount = 2;
const tillCount = 2;

const till = fc.nat(tillCount - 1);
const lane = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(laneCount - 1) });
/** Mostly the same few, so that what is done to a payment meets one that runs. */
const key = fc.oneof({ weight: 2, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.nat(keyCount - 1) });
/** Mostly at once, often soon, sometimes late. */
const waitMs = (lateMs: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.nat(5) },
    { weight: 3, arbitrary: fc.nat(8_000) },
    { weight: 1, arbitrary: fc.nat(lateMs) },
  );
const seldom = (oneIn: number): fc.Arbitrary<boolean> => fc.nat(oneIn - 1).map((drawn) => drawn === oneIn - 1);

const traits: fc.Arbitrary<TerminalTraits> = fc.record({
  level: fc.constantFrom("B", "B", "A", "C", "C", "D"),
  horizonMs: fc.constantFrom(0, 5_000, 40_000),
  refusesLateArrival: fc.boolean(),
  reverses: fc.constantFrom("yes", "yes", "no", "refuses"),
  commits: fc.constantFrom("asks", "at-once"),
  unheard: fc.constantFrom("undo", "ask-again"),
  tipOnDevice: fc.boolean(),
  partialApproval: fc.constant(true),
  canCancel: fc.constant(true),
});

const habits: fc.Arbitrary<TillHabits> = fc.record({
  asksQuestions: fc.boolean(),
  acceptsParts: fc.boolean(),
  answersAfterMs: fc.constantFrom(1, 3_000, 30_000),
  acknowledges: fc.boolean(),
  returns: seldom(4).map((never) => !never),
});

const salePlan: fc.Arbitrary<SalePlan> = fc.record({
  outcome: fc.constantFrom(
    "approve",
    "approve",
    "approve",
    "approve-part",
    "approve-with-tip",
    "approve-other-amount",
    "approve-other-currency",
    "decline",
    "shopper-cancels",
    "fail",
  ),
  requestMs: waitMs(60_000),
  requestLost: seldom(8),
  thinkMs: fc.oneof({ weight: 3, arbitrary: fc.nat(8_000) }, { weight: 1, arbitrary: fc.nat(150_000) }),
  verdictMs: waitMs(20_000),
  answerMs: waitMs(100_000),
  answerLost: seldom(5),
  answersTwice: seldom(4),
  hearsCancel: fc.boolean(),
  asksSignature: seldom(5),
});

const inquiryPlan: fc.Arbitrary<InquiryPlan> = fc.record({
  requestMs: waitMs(60_000),
  requestLost: seldom(8),
  answerMs: waitMs(60_000),
  answerLost: seldom(5),
});

const readPlan: fc.Arbitrary<ReadPlan> = fc.record({
  ends: fc.constantFrom(
    "paused",
    "paused",
    "paused",
    "final",
    "final",
    "offline-approved",
    "offline-declined",
    "other-interface",
    "shopper-cancels",
    "fails",
    "never",
  ),
  entry: fc.constantFrom("chip", "contactless", "fallback-swipe"),
  readMs: waitMs(100_000),
  lastWord: fc.constantFrom("agrees", "agrees", "agrees", "refuses", "gone"),
  finishMs: waitMs(20_000),
});

/** Most days have terminals only: what these can do needs many days to be seen. */
const counters: fc.Arbitrary<Scenario["counters"]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(["none", "none"] as const) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("reversing", "askable"), fc.constantFrom("none", "reversing")) },
);

const hostPlan: fc.Arbitrary<HostPlan> = fc.record({
  says: fc.constantFrom(
    "approves",
    "approves",
    "approves",
    "approves-part",
    "approves-other-amount",
    "insufficient-funds",
    "wrong-pin",
    "contact-required",
  ),
  unreachable: seldom(10),
  twoMessages: seldom(6),
  makeMs: waitMs(2_000),
  requestLost: seldom(8),
  answerLost: seldom(5),
  travelMs: waitMs(40_000),
});

const crash: fc.Arbitrary<Action> = fc.record({
  type: fc.constant("crash" as const),
  steps: fc.nat(12),
  downMs: fc.constantFrom(1, 1_000, 100_000),
});

const cut: fc.Arbitrary<Action> = fc.record({ type: fc.constant("cut" as const), lane, steps: fc.nat(12) });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant("sale" as const), till, lane, key, other: seldom(8) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("cancel" as const), till, key }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom("get" as const, "watch" as const), till, key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("acknowledge" as const), till, key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("close" as const), till, lane, key }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom("reload" as const, "leave" as const), till }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom("connect" as const, "disconnect" as const), lane }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("reboot" as const, "stray" as const), lane }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("key-in" as const), lane }) },
  { weight: 3, arbitrary: crash },
  { weight: 2, arbitrary: cut },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("stop" as const), downMs: fc.constantFrom(1, 20_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("room" as const),
      room: fc.constantFrom("enough" as const, "enough" as const, "enough" as const, "short" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("clock-jumps" as const), days: fc.constantFrom(-3_650, 3_650) }),
  },
);

/** Days of all kinds. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.nat(),
  traits: fc.array(traits, { minLength: laneCount, maxLength: laneCount }),
  counters,
  reads: fc.array(readPlan, { minLength: 1, maxLength: 6 }),
  messages: fc.array(hostPlan, { minLength: 1, maxLength: 6 }),
  tills: fc.array(habits, { minLength: tillCount, maxLength: tillCount }),
  sales: fc.array(salePlan, { minLength: 1, maxLength: 6 }),
  inquiries: fc.array(inquiryPlan, { minLength: 1, maxLength: 6 }),
  syncMs: fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }),
  actions: fc.array(fc.record({ afterMs: waitMs(100_000), action }), { minLength: 1, maxLength: 24 }),
});
