/** Plugins that do not belong into a lane, or cannot be hosted, are refused before anything is opened, with what to do. */
import { describe, expect, test } from "vitest";
import { createMemoryStore } from "@tillwire/journal-memory";
import { defineGateway, TillwireError } from "@tillwire/plugin-api";
import type { GatewayConnector } from "@tillwire/plugin-api";
import { z } from "zod";
import type { LaneOptions } from "../../src/index.ts";
import { runBridgeWith } from "../bridge/harness.ts";
import { createScript, scriptedTerminal } from "../bridge/scripted-terminal.ts";
import plainGateway from "../plugins/plain-gateway.ts";
import { scriptedReader } from "../plugins/scripted-reader.ts";
import { wrong } from "../plugins/terminal.ts";

const plain: GatewayConnector = plainGateway.create({
  host: "127.0.0.1",
  port: 9_000,
  looksUp: false,
  session: false,
  waitMs: 0,
});
const stream = plain.shape.kind === "stream" ? plain.shape : wrong<never>(undefined);

/** A gateway that makes this connector. */
function gatewayOf(create: () => unknown) {
  return defineGateway({
    id: "odd",
    displayName: "Odd host",
    version: "1.0.0",
    virtual: true,
    settings: z.strictObject({}),
    create: () => wrong<GatewayConnector>(create()),
  });
}

async function refusal(lane: LaneOptions): Promise<TillwireError> {
  const thrown: unknown = await runBridgeWith(createMemoryStore(), { lanes: { "till-1": lane } }).catch(
    (error: unknown) => error,
  );
  if (TillwireError.is(thrown)) return thrown;
  throw new TypeError("It should have been refused.", { cause: thrown });
}

const reader = { plugin: scriptedReader() };
const gateway = { plugin: plainGateway };
const terminal = { plugin: scriptedTerminal(createScript()) };

describe("a lane", () => {
  test.each<[string, LaneOptions, string, string]>([
    ["a reader as its terminal", { terminal: reader }, "SETTINGS_INVALID", "is a reader. Name it as `reader`, with a"],
    [
      "a terminal as its reader",
      { reader: terminal, gateway },
      "SETTINGS_INVALID",
      "is a terminal. Name it as `terminal`",
    ],
    ["a gateway as its reader", { reader: gateway, gateway }, "SETTINGS_INVALID", "wants a device plugin"],
    ["a reader as its gateway", { reader, gateway: reader }, "SETTINGS_INVALID", "wants a gateway plugin"],
    [
      "settings that its gateway does not take",
      { reader, gateway: { ...gateway, settings: { prot: 1 } } },
      "SETTINGS_INVALID",
      "prot is not known: did you mean port?",
    ],
  ])("with %s is refused", async (_, lane, code, words) => {
    const error = await refusal(lane);
    expect(error).toMatchObject({ code, effect: "none" });
    expect(error.message).toMatch(/^Lane till-1: /);
    expect(error.message).toContain(words);
  });

  test("in demo mode has a virtual reader; its gateway may be any", async () => {
    const real = { plugin: Object.freeze({ ...scriptedReader(), virtual: false }) };
    expect((await refusal({ reader: real, gateway })).message).toContain("demo mode runs virtual devices only");
    const realGateway = { plugin: Object.freeze({ ...plainGateway, virtual: false }) };
    await using running = await runBridgeWith(createMemoryStore(), {
      lanes: { "till-1": { reader, gateway: realGateway } },
    });
    expect(running.bridge.status().lanes).toMatchObject([{ device: "Scripted reader", gateway: "Plain host" }]);
  });
});

describe("a gateway", () => {
  const fails = (): never => {
    throw new RangeError("a defect");
  };
  const refuses = (): never => {
    throw new TillwireError("SETTINGS_INVALID", { message: "A terminal id is missing.", effect: "none" });
  };
  test.each<[string, () => unknown, string, string]>([
    [
      "that speaks HTTP",
      () => ({ ...plain, shape: { kind: "http", address: { transport: "http", url: "https://host.example" } } }),
      "SETTINGS_INVALID",
      "Odd host speaks HTTP, and this version of the bridge connects payment hosts by a line only",
    ],
    ["that refuses its settings", refuses, "SETTINGS_INVALID", "A terminal id is missing."],
    ["that fails to make its connector", fails, "PLUGIN_FAILED", "could not make its connector: a defect"],
    ["that makes none", () => undefined, "PLUGIN_FAILED", "made a connector that cannot be used"],
    ["without begin", () => ({ ...plain, begin: undefined }), "PLUGIN_FAILED", "begin"],
    ["without a match key", () => ({ ...plain, shape: { ...stream, matchKey: 1 } }), "PLUGIN_FAILED", "shape.matchKey"],
    [
      "with a framing that cannot be",
      () => ({ ...plain, shape: { ...stream, framing: { ...stream.framing, lengthBytes: 3 } } }),
      "PLUGIN_FAILED",
      "shape.framing.lengthBytes",
    ],
    [
      "with longer messages than its length can say",
      () => ({ ...plain, shape: { ...stream, framing: { ...stream.framing, encoding: "ascii" } } }),
      "PLUGIN_FAILED",
      "The length field cannot say so much",
    ],
    [
      "that wants to be asked without a pause",
      () => ({ ...plain, shape: { ...stream, session: { idleMs: 1, open: fails, idle: fails, next: fails } } }),
      "PLUGIN_FAILED",
      "shape.session.idleMs",
    ],
    [
      "with capabilities that make no sense",
      () => ({ ...plain, capabilities: { ...plain.capabilities, reversalOrder: "perhaps" } }),
      "PLUGIN_FAILED",
      "capabilities.reversalOrder",
    ],
    ["with references that make no sense", () => ({ ...plain, references: [{}] }), "PLUGIN_FAILED", "references[0]"],
    ["with parameters that make no sense", () => ({ ...plain, parameters: () => ({}) }), "PLUGIN_FAILED", "parameters"],
    ["with parameters that fail", () => ({ ...plain, parameters: fails }), "PLUGIN_FAILED", "a defect"],
    ["with live objects", () => ({ ...plain, capabilities: fails }), "PLUGIN_FAILED", "a function"],
  ])("%s is refused", async (_, create, code, words) => {
    const error = await refusal({ reader, gateway: { plugin: gatewayOf(create) } });
    expect(error).toMatchObject({ code, effect: "none" });
    expect(error.message).toContain(words);
  });
});
