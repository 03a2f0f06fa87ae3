/** EMV parameters: a reader that does not hold those of its lane takes no payments. */
import { describe, expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import type { EmvParameterSet, ReaderSession } from "@tillwire/plugin-api";
import { wrong } from "../plugins/terminal.ts";
import { openCounter } from "./counter.ts";

const parameters: EmvParameterSet = {
  version: "2026-01",
  terminal: {
    countryCode: "276",
    currencyCode: "978",
    currencyExponent: 2,
    terminalType: "22",
    capabilities: "E0F8C8",
    additionalCapabilities: "FF80F0A001",
    merchantCategoryCode: "5999",
  },
  applications: [
    {
      applicationId: "A0000000031010",
      label: "Visa",
      interface: "contact",
      partialSelection: true,
      version: "008C",
      terminalActionCodes: { denial: "0010000000", online: "DC4004F800", default: "DC4000A800" },
      floorLimitMinor: 0,
    },
  ],
  authorityKeys: [],
  fallback: { swipeAllowed: false, chipTries: 3 },
};

/** A reader with a memory for parameters, which outlives its sessions. */
function reader(otherwise: Partial<ReaderSession> = {}) {
  const memory: { hash: string | null; loads: EmvParameterSet[] } = { hash: null, loads: [] };
  const lose: (() => void)[] = [];
  const script = (context: { emit(event: { type: "device-lost"; code: "LINK_LOST"; message: string }): void }) => {
    lose.push(() => context.emit({ type: "device-lost", code: "LINK_LOST", message: "Unplugged." }));
    return {
      loadParameters: async (set: EmvParameterSet) => {
        memory.loads.push(set);
        memory.hash = `hash of ${set.version}`;
        return memory.hash;
      },
      parametersHash: async () => memory.hash,
      ...otherwise,
    };
  };
  return { memory, script, lose };
}

describe("a lane's parameters", () => {
  test("are loaded before the reader is ready, and again only when it has lost them", async () => {
    const { memory, script, lose } = reader();
    const counter = await openCounter({ reader: script, emvParameters: parameters });
    expect(memory.loads).toEqual([parameters]);
    expect(await counter.sold()).toMatchObject({ result: { payment: { outcome: { kind: "approved" } } } });

    lose.at(-1)?.();
    await counter.until(() => counter.laneState() === "lost");
    await counter.until(() => counter.laneState() === "ready");
    expect(memory.loads).toHaveLength(1);

    memory.hash = null; // it was exchanged for another one
    lose.at(-1)?.();
    await counter.until(() => counter.laneState() === "lost");
    await counter.until(() => counter.laneState() === "ready");
    expect(memory.loads).toHaveLength(2);
  });

  test("come from the gateway where the lane has none of its own", async () => {
    const { memory, script } = reader();
    await openCounter({ reader: script, gateway: { parametersVersion: "acquirer-7" } });
    expect(memory.loads).toMatchObject([{ version: "acquirer-7" }]);
  });

  test("of the lane stand before those of the gateway; without either nothing is loaded", async () => {
    const [one, other] = [reader(), reader()];
    await openCounter({ reader: one.script, emvParameters: parameters, gateway: { parametersVersion: "acquirer-7" } });
    expect(one.memory.loads).toEqual([parameters]);
    await openCounter({ reader: other.script });
    expect(other.memory.loads).toEqual([]);
  });

  const refuses = new TillwireError("DEVICE_REFUSED", { message: "Its memory is full.", effect: "none" });
  test.each<[string, Partial<ReaderSession>, string]>([
    ["refuses them", { loadParameters: () => Promise.reject(refuses) }, "Its memory is full."],
    ["fails with a defect", { loadParameters: () => Promise.reject(new RangeError("a defect")) }, "a defect"],
    ["hangs over them", { loadParameters: () => new Promise(() => undefined) }, "hangs in loadParameters"],
    ["gives no hash", { loadParameters: async () => wrong(7) }, "loadParameters makes no sense"],
    ["holds others afterwards", { parametersHash: async () => "stale" }, "holds others than it was given"],
    ["cannot say what it holds", { parametersHash: () => Promise.reject(refuses) }, "Its memory is full."],
  ])("that a reader %s leave the lane not ready, with the reason", async (_, otherwise, words) => {
    const { script } = reader(otherwise);
    const counter = await openCounter({ reader: script, emvParameters: parameters, hostAway: true });
    counter.hostArrives();
    await counter.until(
      () => counter.laneState() === "lost" && !JSON.stringify(counter.bridge.status()).includes("listens"),
    );
    const [lane] = counter.bridge.status().lanes;
    expect(lane?.reason).toContain(words);
    expect(await counter.sold()).toMatchObject({ error: { code: "LANE_NOT_READY", effect: "none" } });
  });

  test("that make no sense are refused before anything is opened", async () => {
    const emvParameters = { ...parameters, terminal: { ...parameters.terminal, countryCode: "DE" } };
    await expect(openCounter({ emvParameters })).rejects.toMatchObject({
      code: "SETTINGS_INVALID",
      problems: [{ path: ["lanes", "till-1", "emvParameters"] }],
      message: "Lane till-1: EMV parameters: terminal.countryCode: 3 digits",
    });
  });
});
