/** A shop with a reader for tests that tell one story: one lane, one till, plans in a row. */
import type { GatewayCapabilities, PosCommand, SaleCommand } from "@tillwire/plugin-api";
import { findPayment } from "../../src/index.ts";
import type { Effect, LaneSettings, Payment } from "../../src/index.ts";
import { plainHost, plainRead, reversingGateway } from "./counter-plans.ts";
import type { HostPlan, ReadPlan } from "./counter-plans.ts";
import { front, key, saleCommand } from "./shop.ts";
import { stateOf } from "./terminal-ledger.ts";
import type { AskedRequest, Till } from "./till.ts";
import type { VirtualCounter } from "./virtual-counter.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

/** What a counter is made of; what is left out is plain. */
export interface CounterSetup {
  readonly gateway?: GatewayCapabilities;
  readonly settings?: Partial<LaneSettings>;
  readonly reads?: readonly Partial<ReadPlan>[];
  readonly messages?: readonly Partial<HostPlan>[];
}

/** A counter that is open. */
export interface Counter {
  readonly world: World;
  readonly till: Till;
  readonly counter: VirtualCounter;
  run(durationMs: number): void;
  sale(changes?: Partial<SaleCommand>): AskedRequest;
  ask(command: PosCommand): AskedRequest;
  restart(): void;
  payment(): Payment | undefined;
  /** What the host's books say of each attempt that arrived. */
  books(): readonly string[];
  effects<Type extends Effect["type"]>(type: Type): readonly Extract<Effect, { readonly type: Type }>[];
  records(): readonly string[];
  heard(): readonly string[];
}

/** Opens a counter. */
export function openCounter(setup: CounterSetup = {}): Counter {
  const reads = [...(setup.reads ?? [])];
  const messages = [...(setup.messages ?? [])];
  const { settings, gateway = reversingGateway } = setup;
  const world = createWorld({
    lanes: [
      {
        name: front,
        ...(settings && { settings }),
        counter: {
          gateway,
          nextRead: () => ({ ...plainRead, ...reads.shift() }),
          nextMessage: () => ({ ...plainHost, ...messages.shift() }),
        },
      },
    ],
    tills: [{ name: "till", asks: ["partial-approval", "application"] }],
  });
  const [till] = world.tills;
  const counter = world.counters.get(front);
  if (!till || !counter) throw new Error("The counter is not complete.");
  const run = (durationMs: number): void => world.clock.advance(durationMs);
  const start = (): void => {
    world.start();
    run(1);
    counter.connect();
    till.open();
    run(1);
  };
  start();
  return {
    world,
    till,
    counter,
    run,
    sale: (changes = {}) => till.ask({ ...saleCommand, ...changes }),
    ask: (command) => till.ask(command),
    restart() {
      world.crash();
      start();
    },
    payment: () => findPayment(world.host().durable(), { key }),
    books: () => counter.books.map(stateOf),
    effects: (type) =>
      world.effects.filter((effect): effect is Extract<Effect, { readonly type: typeof type }> => effect.type === type),
    records: () => world.journal.durable.map(({ record }) => record.type),
    heard: () => till.events.map(({ event }) => event.body.type),
  };
}
