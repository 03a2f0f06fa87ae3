/** A shop: a bridge with its journal, terminals and tills. The bridge can die and come back; the rest stays. */
import { laneId } from "@tillwire/plugin-api";
import type { BridgeEvent, GatewayCapabilities, LaneId, PaymentEvent } from "@tillwire/plugin-api";
import { answerQuery } from "../../src/index.ts";
import type { BridgeFacts, Effect, EngineState, Input, LaneConfig, LaneSettings } from "../../src/index.ts";
import { startHost } from "./engine-host.ts";
import type { Decide, EngineHost } from "./engine-host.ts";
import { createEntropy } from "./entropy.ts";
import { createTill } from "./till.ts";
import type { Till, TillOptions } from "./till.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import type { VirtualClock } from "./virtual-clock.ts";
import { createVirtualJournal } from "./virtual-journal.ts";
import type { VirtualJournal } from "./virtual-journal.ts";
import { createVirtualCounter } from "./virtual-counter.ts";
import type { CounterOptions, VirtualCounter } from "./virtual-counter.ts";
import { createVirtualTerminal } from "./virtual-terminal.ts";
import type { VirtualTerminal } from "./virtual-terminal.ts";
import { ableTerminal, plainInquiry, plainSale } from "./terminal-traits.ts";
import type { InquiryPlan, SalePlan, TerminalTraits } from "./terminal-traits.ts";

/** One lane of the shop. */
export interface LaneSetup {
  readonly name: string;
  readonly traits?: Partial<TerminalTraits>;
  readonly settings?: Partial<LaneSettings>;
  readonly nextSale?: () => SalePlan;
  readonly nextInquiry?: () => InquiryPlan;
  /** A reader and a gateway instead of a terminal. */
  readonly counter?: Pick<CounterOptions, "nextRead" | "nextMessage" | "reader"> & {
    readonly gateway: GatewayCapabilities;
  };
}

/** What a world is made of. */
export interface WorldOptions {
  readonly lanes: readonly LaneSetup[];
  readonly tills: readonly Omit<TillOptions, "clock" | "dispatch">[];
  readonly seed?: number;
  readonly syncMs?: () => number;
  readonly decide?: Decide;
  readonly performsEarly?: boolean;
}

/** An event with the run of the bridge that sent it: what everybody who listens would hear. */
export interface SentEvent {
  readonly event: PaymentEvent;
  readonly run: number;
}

/** A world. */
export interface World {
  readonly clock: VirtualClock;
  readonly journal: VirtualJournal;
  readonly terminals: ReadonlyMap<LaneId, VirtualTerminal>;
  readonly counters: ReadonlyMap<LaneId, VirtualCounter>;
  readonly tills: readonly Till[];
  readonly sent: readonly SentEvent[];
  /** Effects as they were done, oldest first. */
  readonly effects: readonly Effect[];
  readonly configs: readonly LaneConfig[];
  start(): void;
  crash(): void;
  running(): boolean;
  host(): EngineHost;
  dispatch(input: Input): void;
}

/** Times of a lane in these tests. */
const testSettings: LaneSettings = {
  answerWithinMs: 60_000,
  attemptTimeoutMs: 90_000,
  keepLateApprovalMs: 120_000,
  questionDeadlineMs: 20_000,
  partialApproval: true,
};

const facts: BridgeFacts = { version: "1.0.0", mode: "demo", startedAtMs: 0 };

/** The lane of a set-up. */
export function configOf({ name, settings, counter }: LaneSetup): LaneConfig {
  if (counter) {
    const plugin = { version: "1.0.0", references: [] };
    const uniqueForMs = 86_400_000;
    const references = [
      { name: "trace", alphabet: "digits", length: 6, scope: "lane", uniqueForMs },
      { name: "service-id", alphabet: "alphanumeric", length: 20, scope: "lane", uniqueForMs },
    ] as const;
    return {
      lane: laneId(name),
      device: { id: "reader", displayName: "Virtual reader", ...plugin },
      gateway: { ...plugin, id: "host", displayName: "Host", references, capabilities: counter.gateway },
      settings: { ...testSettings, ...settings },
    };
  }
  return {
    lane: laneId(name),
    device: {
      id: "virtual",
      version: "1.0.0",
      displayName: "Virtual terminal",
      references: [
        { name: "service-id", alphabet: "alphanumeric", length: 20, scope: "device", uniqueForMs: 86_400_000 },
        { name: "trace", alphabet: "digits", length: 6, scope: "device", uniqueForMs: 86_400_000 },
      ],
    },
    settings: { ...testSettings, ...settings },
  };
}

/** Makes a world in which nothing runs yet. */
export function createWorld(options: WorldOptions): World {
  const clock = createVirtualClock();
  const journal = createVirtualJournal();
  const entropy = createEntropy(options.seed ?? 1);
  const configs = options.lanes.map(configOf);
  const sent: SentEvent[] = [];
  const effects: Effect[] = [];
  let host: EngineHost | undefined;
  let runs = 0;

  const dispatch = (input: Input): void => host?.dispatch(input);
  const tills = options.tills.map((till) => createTill({ ...till, clock, dispatch }));
  const counters = new Map(
    options.lanes.flatMap(({ name, counter }) => {
      const lane = laneId(name);
      return counter ? [[lane, createVirtualCounter({ ...counter, lane, clock, dispatch })] as const] : [];
    }),
  );
  const terminals = new Map(
    options.lanes
      .filter(({ counter }) => !counter)
      .map((setup) => {
        const lane = laneId(setup.name);
        const traits = { ...ableTerminal, ...setup.traits };
        const nextSale = setup.nextSale ?? (() => plainSale);
        const nextInquiry = setup.nextInquiry ?? (() => plainInquiry);
        return [lane, createVirtualTerminal({ lane, traits, clock, nextSale, nextInquiry, dispatch })] as const;
      }),
  );

  function publish(event: BridgeEvent): void {
    if (event.type === "payment.event") sent.push({ event: event.event, run: runs });
    for (const till of tills) till.hearEvent(event);
  }

  function perform(effect: Effect, durable: EngineState): void {
    effects.push(effect);
    switch (effect.type) {
      case "reply":
        for (const till of tills) till.hearReply(effect.requestId, effect.reply);
        break;
      case "reply-from-state": {
        const reply = answerQuery(durable, effect.command, facts);
        for (const till of tills) till.hearReply(effect.requestId, reply);
        break;
      }
      case "notify":
        publish(effect.event);
        break;
      case "start-timer":
      case "stop-timer":
        break;
      case "read-card":
      case "finish-card":
      case "abandon-card":
      case "ask-gateway":
        counters.get(effect.attempt.lane)?.perform(effect);
        break;
      case "permit-send":
        for (const counter of counters.values()) counter.perform(effect);
        break;
      case "give-up":
        counters.get(effect.lane)?.perform(effect);
        terminals.get(effect.lane)?.perform(effect);
        break;
      case "execute":
      case "cancel":
      case "look-up":
      case "reverse":
      case "settle":
      case "answer-question":
        performAt(terminals, effect);
    }
  }

  return {
    clock,
    journal,
    terminals,
    counters,
    tills,
    sent,
    effects,
    configs,
    dispatch,
    running: () => host !== undefined,
    host() {
      if (!host) throw new Error("The bridge is down.");
      return host;
    },
    start() {
      if (host) return;
      runs += 1;
      const { syncMs = () => 0, decide, performsEarly } = options;
      const optional = { ...(decide && { decide }), ...(performsEarly && { performsEarly }) };
      host = startHost({ configs, journal, clock, entropy, syncMs, perform, ...optional });
    },
    crash() {
      host?.kill();
      host = undefined;
      for (const terminal of terminals.values()) terminal.disconnect(true);
      for (const counter of counters.values()) counter.disconnect(true);
      for (const till of tills) till.leave(true);
    },
  };
}

/** Answers to a plugin's own questions carry no lane: they find theirs by name. */
function performAt(
  terminals: ReadonlyMap<LaneId, VirtualTerminal>,
  effect: Parameters<VirtualTerminal["perform"]>[0],
): void {
  const lane = "lane" in effect ? effect.lane : "attempt" in effect ? effect.attempt.lane : undefined;
  for (const [name, terminal] of terminals) if (lane === undefined || lane === name) terminal.perform(effect);
}
