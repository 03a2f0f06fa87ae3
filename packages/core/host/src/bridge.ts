/**
 * The bridge: puts journal, engine, devices, platforms and listener together, and takes them apart again. It decides
 * nothing about payments.
 */
import type { BridgeStatus, Clock, ErrorData, Server } from "@tillwire/plugin-api";
import { bridgeStatus } from "@tillwire/engine";
import type { BridgeFacts, Effect, EngineState } from "@tillwire/engine";
import { systemClock, systemRandom } from "./clock.ts";
import { createDisposables } from "./disposables.ts";
import type { Disposables } from "./disposables.ts";
import { createEventHub } from "./event-hub.ts";
import type { EventHub } from "./event-hub.ts";
import { bridgeKeyId } from "./identity.ts";
import { isLaneEffect } from "./lanes/lane.ts";
import { prepareLanes } from "./lanes/index.ts";
import type { Lanes } from "./lanes/index.ts";
import { posLimits } from "./limits.ts";
import { inPart } from "./options-error.ts";
import { defaultName } from "./options.ts";
import type { BridgeOptions } from "./options.ts";
import { createPipeline } from "./pipeline.ts";
import type { Pipeline } from "./pipeline.ts";
import { openJournal, startPlatforms } from "./open-plugins.ts";
import { recoverState } from "./recovery.ts";
import { createSessions } from "./sessions.ts";
import type { Sessions } from "./sessions.ts";
import { shutDown } from "./shut-down.ts";
import { createTimers } from "./timers.ts";
import type { Timers } from "./timers.ts";
import { answerFromState } from "./watch.ts";

/** A running bridge. */
export interface Bridge extends AsyncDisposable {
  /** Where it listens. */
  readonly host: string;
  readonly port: number;
  status(): BridgeStatus;
  /** Resolves when the bridge has stopped: with the error that stopped it, or with nothing after a wanted stop. */
  readonly stopped: Promise<ErrorData | undefined>;
}

/** What a bridge's effects are done with. */
interface Hands {
  readonly lanes: Lanes;
  readonly sessions: Sessions;
  readonly hub: EventHub;
  readonly timers: Timers;
  readonly facts: BridgeFacts;
}

/**
 * Starts a bridge: verifies the journal, takes up what was open, listens, and connects the devices. Rejects, with all of
 * it undone, when a setting, the journal or the port does not allow it; devices that are away do not matter.
 */
export async function createBridge(options: BridgeOptions): Promise<Bridge> {
  const { log, mode, name = defaultName, version } = options;
  const clock = options.clock ?? systemClock();
  const random = options.random ?? systemRandom;
  await using undo = createDisposables();

  const lanes = undo.use(await prepareLanes(options, { clock, random }));
  const journal = undo.use(await openJournal(options, { clock, random }));
  const recovered = await recoverState(journal, lanes.configs);
  log.info("journal-read", { records: recovered.recordCount, open: recovered.state.open.size });

  const facts: BridgeFacts = { version, mode, startedAtMs: clock.nowMs() };
  const hub = createEventHub(log);
  const keyId = await bridgeKeyId(options.dataFolder);
  const sessions = createSessions({
    pipeline: () => pipeline,
    hub,
    description: { name, version, mode, keyId, limits: posLimits },
  });
  const timers = undo.use(createTimers(clock, (timer) => pipeline.dispatch({ type: "timer", timer })));
  const hands = { lanes, sessions, hub, timers, facts };
  const failed = Promise.withResolvers<ErrorData>();
  const pipeline: Pipeline = createPipeline({
    ...recovered,
    journal,
    clock,
    random,
    perform: (effect, durable) => perform(effect, durable, hands),
    onFailure: failed.resolve,
  });
  pipeline.dispatch({ type: "started" });
  journal.watchRoom((room) => pipeline.dispatch({ type: "room", room }));

  const server = undo.use(await openServer(options));
  undo.use(await startPlatforms(options, { clock, random, bridge: sessions, server }));
  undo.use(lanes.open(pipeline.dispatch)); // closed first, so that their last words go into the journal
  log.info("listening", { host: server.host, port: server.port });

  const parts = undo.move();
  return running({ pipeline, parts, server, failed: failed.promise, hands, options, clock });
}

async function openServer({ server, log }: BridgeOptions): Promise<Server> {
  const { host, port, origins, hostNames } = server;
  return await server.open({ host, port, origins, hostNames, limits: posLimits, log }).catch((thrown: unknown) => {
    throw inPart({ path: ["server"] }, thrown);
  });
}

/** Does one effect of the engine. */
function perform(effect: Effect, durable: EngineState, { lanes, sessions, hub, timers, facts }: Hands): void {
  if (isLaneEffect(effect)) {
    lanes.perform(effect);
    return;
  }
  switch (effect.type) {
    case "reply":
      sessions.reply(effect.requestId, effect.reply);
      break;
    case "reply-from-state":
      sessions.reply(effect.requestId, answerFromState(durable, effect.command, { facts, hub }));
      break;
    case "notify":
      hub.publish(effect.event);
      break;
    case "start-timer":
      timers.start(effect.timer, effect.durationMs);
      break;
    case "stop-timer":
      timers.stop(effect.timer);
      break;
  }
}

interface Running {
  readonly pipeline: Pipeline;
  readonly parts: Disposables;
  readonly server: Server;
  readonly failed: Promise<ErrorData>;
  readonly hands: Hands;
  readonly options: BridgeOptions;
  readonly clock: Clock;
}

function running(all: Running): Bridge {
  const { pipeline, parts, server, hands, options, clock } = all;
  const { sessions, hub, facts } = hands;
  const stopped = Promise.withResolvers<ErrorData | undefined>();
  let stopping: Promise<void> | undefined;

  const stop = (error?: ErrorData): Promise<void> => {
    stopping ??= shutDown({ pipeline, parts, sessions, hub, clock, log: options.log, ...(error && { error }) }).finally(
      () => stopped.resolve(error),
    );
    return stopping;
  };
  void all.failed.then((error) => stop(error));

  return {
    host: server.host,
    port: server.port,
    status: () => bridgeStatus(pipeline.durable(), facts),
    stopped: stopped.promise,
    [Symbol.asyncDispose]: () => stop(),
  };
}
