/** `payment.sale`: the same key and request is the same payment; anything new is checked, written down, then sent. */
import type { ErrorCode, SaleCommand, SaleRequest } from "@tillwire/plugin-api";
import { AMOUNT_MINOR_MAX, attemptId, paymentId, supportOf } from "@tillwire/plugin-api";
import { laneOf, paymentOf, run, setActive, setLive, startTimer, takeSeq, tell, write } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { PaymentTerms } from "../records.ts";
import { allocateReferences } from "../references.ts";
import { readerEntries } from "../payment/reader/dialogue.ts";
import { readCard } from "../payment/reader/read.ts";
import type { LanePlugin, LaneState, LivePayment, PosRef } from "../state.ts";
import { isPayment } from "../state.ts";
import { lookUp } from "../table.ts";
import { roomShort } from "../views.ts";
import type { CommandOf } from "./command.ts";
import { refuse } from "./command.ts";
import { joinPayment } from "./interest.ts";
import { partsOf } from "./sale-parts.ts";
import { sameRequest } from "./same-request.ts";

/** Takes a sale. */
export function sale(draft: Draft, { requestId, pos, command }: CommandOf<SaleCommand>): void {
  const known = lookUp(draft.state.payments, command.key);
  if (isPayment(known)) {
    if (sameRequest(known, command)) joinPayment(draft, known, { requestId, pos });
    else refuse(draft, requestId, ["KEY_REUSED", "This key belongs to another request. Nothing was run."]);
    return;
  }
  if (known) {
    refuse(draft, requestId, ["KEY_CLOSED", "This key was closed before it started. Start anew with a new key."]);
    return;
  }
  const refusal = refusalOf(draft, command);
  if (refusal) refuse(draft, requestId, refusal);
  else begin(draft, { requestId, pos, command });
}

type Refusal = readonly [ErrorCode, string];

function refusalOf(draft: Draft, command: SaleCommand): Refusal | undefined {
  const { phase, lanes, room } = draft.state;
  if (phase === "stopping") return ["BRIDGE_STOPPING", "The bridge is stopping. Connect again and ask by the key."];
  const lane = lanes.get(command.lane);
  if (!lane) return ["LANE_UNKNOWN", `There is no lane ${command.lane}. Use a lane from lane.list.`];
  return unsupported(lane, command) ?? (room === "short" ? ["STORAGE_LOW", roomShort] : notReady(lane));
}

function notReady(lane: LaneState): Refusal | undefined {
  const { device, gateway, active, blocking, config } = lane;
  if (device.type === "opening") return ["LANE_NOT_READY", "The device is being connected. Try again in a moment."];
  if (device.type === "lost") return ["LANE_NOT_READY", `${config.device.displayName}: ${device.error.message}`];
  if (config.gateway && gateway.type === "opening") {
    return ["LANE_NOT_READY", "The payment host is being connected. Try again in a moment."];
  }
  if (config.gateway && gateway.type === "lost") {
    return ["LANE_NOT_READY", `${config.gateway.displayName}: ${gateway.error.message}`];
  }
  if (blocking > 0 && active === undefined) {
    return ["LANE_NOT_READY", "An earlier payment on this terminal is being settled first. Try again in a moment."];
  }
  return active === undefined ? undefined : ["LANE_BUSY", "The lane is in the middle of another payment."];
}

/** What the device cannot do is refused before it is touched. */
function unsupported({ device, config }: LaneState, command: SaleCommand): Refusal | undefined {
  if (device.type !== "ready") return undefined;
  const { capabilities } = device;
  if (supportOf(capabilities.operations, "sale").support === "unsupported") {
    return ["OPERATION_UNSUPPORTED", "The device of this lane does not take sales."];
  }
  const { currency } = command.amount;
  if (capabilities.currencies !== "any" && !capabilities.currencies.includes(currency)) {
    const possible = capabilities.currencies.join(", ");
    return ["OPERATION_UNSUPPORTED", `This lane does not take ${currency}. It takes ${possible}.`];
  }
  const parts = partsOf(command);
  const { tip = 0, cashback = 0 } = parts; // tax is a part of the amount itself
  const total = command.amount.amountMinor + tip + cashback;
  if (total > AMOUNT_MINOR_MAX) return ["REQUEST_INVALID", "The amount with its parts is larger than can be taken."];
  const missing = Object.keys(parts).filter((part) => !capabilities.amountParts.some((known) => known === part));
  if (missing.length > 0) {
    return ["OPERATION_UNSUPPORTED", `The device cannot take a separate ${missing.join(", ")}. Add it to the amount.`];
  }
  if (command.partialApproval && !(capabilities.partialApproval && config.settings.partialApproval)) {
    return ["OPERATION_UNSUPPORTED", "This lane takes no partial approvals. Ask for the whole amount."];
  }
  return undefined;
}

/** Writes the intent down and begins. */
function begin(draft: Draft, { requestId, pos, command }: CommandOf<SaleCommand>): void {
  const { key, lane, amount, keyCreatedAt, orderReference } = command;
  const terms: PaymentTerms = {
    parts: partsOf(command),
    partialApproval: command.partialApproval ?? false,
    ...(orderReference !== undefined && { orderReference }),
  };
  const { config } = laneOf(draft, lane);
  const plugin = namesOf(config.device);
  const gateway = config.gateway && { gateway: namesOf(config.gateway) };
  const seq = takeSeq(draft, lane);
  const named = { id: paymentId(`pm_${draft.entropy.slice(0, 24)}`), key, lane, kind: "sale", amount, terms } as const;
  write(draft, lane, { type: "intent", ...named, keyCreatedAt, plugin, ...gateway, pos: pos.name, seq });
  setLive(draft, lane, newLive(command, pos, requestId));
  const payment = paymentOf(draft, key);
  if (payment) tell(draft, payment, { type: "accepted", seq });
  if (payment && config.gateway)
    readCard(draft, payment, { entries: readerEntries(draft, payment), reads: 0, wrongPins: 0 });
  else send(draft, command, terms);
  startTimer(draft, { lane, key, kind: "answer-within" }, config.settings.answerWithinMs);
}

function namesOf({ id, version }: LanePlugin): Pick<LanePlugin, "id" | "version"> {
  return { id, version };
}

function newLive({ key }: SaleCommand, pos: PosRef, requestId: string): Omit<LivePayment, "blocking"> {
  return {
    key,
    step: { type: "executing" },
    waiters: [{ requestId, sessionId: pos.sessionId }],
    interested: [pos],
    unknown: false,
    questions: [],
    horizonPassed: false,
    tries: 0,
  };
}

/** Intent and `sent` are one durable step here: nothing happens between them when a terminal authorizes by itself. */
function send(draft: Draft, { key, lane, amount }: SaleCommand, terms: PaymentTerms): void {
  const { config, device } = laneOf(draft, lane);
  if (device.type !== "ready") return;
  const { operations, tipOnDevice } = device.capabilities;
  const support = supportOf(operations, "sale");
  if (support.support === "unsupported") return;
  const { references, counters } = allocateReferences(config, draft.state.counters, draft.entropy);
  const attempt = attemptId(`at_${draft.entropy.slice(24, 48)}`);
  const canReverse = supportOf(operations, "reverse").support === "native";
  const seq = takeSeq(draft, lane);
  write(draft, lane, {
    type: "sent",
    key,
    attemptId: attempt,
    references,
    counters,
    recovery: support.recovery,
    canReverse,
    tipOnDevice,
    seq,
  });
  setActive(draft, lane, key);
  const payment = paymentOf(draft, key);
  if (payment) tell(draft, payment, { type: "sent", seq });
  const { tip, tax, cashback } = terms.parts;
  const request: SaleRequest = {
    operation: "sale",
    attemptId: attempt,
    references,
    amount,
    ...(tip !== undefined && { tipMinor: tip }),
    ...(tax !== undefined && { taxMinor: tax }),
    ...(cashback !== undefined && { cashbackMinor: cashback }),
    partialApproval: terms.partialApproval,
  };
  run(draft, { type: "execute", attempt: { lane, key, attemptId: attempt }, request });
  startTimer(draft, { lane, key, kind: "attempt" }, config.settings.attemptTimeoutMs);
}
