/**
 * `@tillwire/engine`: lanes, payments, attempts, recovery. Pure decisions; effects are data.
 *
 * @packageDocumentation
 */
export { decide } from "./decide.ts";
export type { Decision } from "./decide.ts";
export type { Effect, GatewayRequest } from "./effects.ts";
export { applyRecord, initialState, skipReservedNumbers } from "./fold.ts";
export type { LaneRecord } from "./fold.ts";
export type { Answered, AttemptRef, CardFacts, CardRead, Input, Occasion, Timer, TimerKind } from "./inputs.ts";
export { answerQuery, bridgeStatus, factEvents, findPayment, openPayments } from "./query.ts";
export type { BridgeFacts } from "./query.ts";
export type { EngineRecord } from "./records.ts";
export { changedLanes, unattendedLanes } from "./recover.ts";
export type { EngineState, LaneCapabilities, LaneConfig, LaneSettings, LaneState, Payment, PosRef } from "./state.ts";
export { decodeRecord, encodeRecord } from "./record-schemas.ts";
export * from "./schemas/index.ts";
