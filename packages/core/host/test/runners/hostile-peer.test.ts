/**
 * Whatever arrives from the other end of the port, in whatever order: every call ends once, the exit is told at most
 * once, nothing is thrown at the bridge. The other end is the test itself instead of a plugin's own runner.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createConnection } from "../../src/runners/host-side/connection.ts";
import { createSessionRunner } from "../../src/runners/host-side/session-runner.ts";
import { runnerLimits } from "../../src/runners/limits.ts";
import { createEmptyKeystore } from "../../src/runners/no-keys.ts";
import { memoryPorts } from "../../src/runners/port.ts";
import { terminalRole } from "../../src/runners/roles/terminal.ts";
import { capabilities } from "../plugins/terminal.ts";
import { createVirtualClock } from "@tillwire/plugin-test";
import { recordingHandlers, recordingLog, sale, unaborted } from "./harness.ts";

const reference = { name: "stan", alphabet: "digits", length: 6, scope: "device", uniqueForMs: 1_000 };
const identity = { id: "hostile", version: "1", displayName: "Hostile", virtual: true, references: [reference] };

const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true });
const id = fc.integer({ min: -1, max: 5 });
const outcome = fc.constantFrom<unknown>({ kind: "canceled", by: "pos" }, { kind: "maybe" }, undefined);
const failure = fc.constantFrom<unknown>(
  { data: { code: "LINK_LOST", message: "Gone.", effect: "possible", retry: false }, causes: ["Error: x"] },
  { data: { code: "NO_SUCH_CODE", message: "Gone.", effect: "none", retry: true }, causes: [] },
  {},
);
const message = fc.oneof(
  { weight: 1, arbitrary: anything },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("result"), callId: id, result: fc.oneof(outcome, anything) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("call-failed"), callId: id, error: failure }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("request"), requestId: id, request: anything }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("event"),
      event: fc.oneof(anything, fc.constant({ type: "device-ready" })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom("closed", "opened", "loaded", "pong"), capabilities: anything }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("failed"), error: failure }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("log"), level: fc.string(), event: fc.string(), fields: anything }),
  },
);

function cloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

test("a terminal survives whatever its other end says", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 12 }), async (messages) => {
      const clock = createVirtualClock();
      const { log } = recordingLog();
      const [hostPort, peer] = memoryPorts<unknown, unknown>();
      let terminated = 0;
      const terminate = (): Promise<void> => {
        terminated += 1;
        return Promise.resolve();
      };
      const runner = await createSessionRunner(
        terminalRole,
        () => Promise.resolve({ identity, connection: createConnection({ port: hostPort, log, terminate }) }),
        { clock, log, keystore: createEmptyKeystore(), limits: runnerLimits },
      );
      const { handlers, exits } = recordingHandlers();
      const opening = runner.open(handlers, unaborted);
      peer.post({ type: "opened", capabilities });
      const terminal = await opening;

      let ended = 0;
      const { attemptId, references, amount } = sale();
      const lookup = { attemptId, references, operation: "sale", amount } as const;
      const calls = [terminal.call("execute", sale(), unaborted), terminal.call("lookup", lookup, unaborted)];
      for (const call of calls) void call.catch(() => undefined).finally(() => (ended += 1));
      for (const sent of messages.filter(cloneable)) peer.post(sent);
      await clock.advance(0);
      const disposed = runner[Symbol.asyncDispose]();
      await clock.advance(60_000);
      await disposed;
      expect(ended).toBe(2);
      expect(exits.length).toBeLessThanOrEqual(1);
      expect(terminated).toBe(1);
    }),
    { numRuns: 300 },
  );
});
