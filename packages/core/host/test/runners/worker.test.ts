/** What only a worker can survive: crashes, loops, lack of memory. The bridge's own thread stays free throughout. */
import { describe, expect, test, vi } from "vitest";
import { clock, impatient, open, recordingHandlers, rejection, sale, start, unaborted } from "./harness.ts";

/** P10: the bridge answers pings within 100 ms throughout. Machines that run tests are busier than tills. */
const STALL_MS_MAX = 100;

/** The longest that this thread was kept from its event loop while `work` ran. */
async function longestStall(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let lastMs = clock.monotonicMs();
  const look = (): void => {
    longest = Math.max(longest, clock.monotonicMs() - lastMs - 5);
    lastMs = clock.monotonicMs();
  };
  const timer = setInterval(look, 5);
  await work();
  clearInterval(timer);
  look();
  return longest;
}

describe("a worker that dies", () => {
  test.each([
    ["exit", "code 3"],
    ["throw later", "too late for 411111******1111"],
    ["reject later", "nobody caught me"],
    ["spin", "blocks its thread"],
    ["hoard", "more than its 32 MB"],
    ["post nonsense", "not its own"],
  ])("%s: calls are rejected, the exit is told once, and the next open starts a new one", async (way, words) => {
    const { runner, terminal, exited, exits, text } = await open("worker", "crashes", {
      settings: { greeting: way },
      limits: way === "spin" ? { pingEveryMs: 60 } : { workerHeapMb: 32 },
    });
    const calls = [rejection(terminal.call("execute", sale(), unaborted))];
    const { attemptId, references, amount } = sale();
    const lookup = { attemptId, references, operation: "sale", amount } as const;
    if (way === "spin") calls.push(rejection(terminal.call("lookup", lookup, unaborted)));
    for (const error of await Promise.all(calls)) {
      expect(error).toMatchObject({ code: "PLUGIN_FAILED", effect: "possible" });
      expect(error.message).toContain(words);
    }
    expect(await exited).toMatchObject({ code: "PLUGIN_FAILED", effect: "possible" });
    expect(await rejection(terminal.call("execute", sale(), unaborted))).toMatchObject({ effect: "none" });
    await terminal[Symbol.asyncDispose]();

    const next = recordingHandlers();
    const again = await runner.open(next.handlers, unaborted);
    expect(await again.call("lookup", lookup, unaborted)).toEqual({ kind: "not-found" });
    expect([exits.length, next.exits.length]).toEqual([1, 0]);
    expect(text.join("\n")).not.toContain("41111111111");
  });

  test("a worker that spins on import is ended when its time to load is over", async () => {
    const error = await rejection(start("worker", "spins-on-import", { limits: { loadMs: 400 } }));
    expect(error).toMatchObject({ code: "PLUGIN_FAILED", effect: "none" });
    expect(error.message).toContain("400 ms");
  });

  test("a worker that is idle and told nothing lives on", async () => {
    const { terminal, exits } = await open("worker", "echo", { limits: { pingEveryMs: 10, pingsMissedMax: 50 } });
    await clock.sleep(800);
    expect(await terminal.call("execute", sale(), unaborted)).toMatchObject({ kind: "approved" });
    expect(exits).toEqual([]);
  });
});

describe("the bridge's own thread", () => {
  // Tried again, because a machine that does other things keeps this thread waiting without any plugin's help.
  test.each(["events", "questions at once"])(
    "stays free while a plugin sends endless %s",
    { retry: 3 },
    async (what) => {
      const { terminal, events, questions } = await open("worker", "floods", { settings: { greeting: what } });
      const stall = await longestStall(() => rejection(terminal.call("execute", sale(), unaborted)));
      expect(stall).toBeLessThan(STALL_MS_MAX);
      expect(events.length + questions.length).toBeLessThanOrEqual(1_000);
    },
  );

  test("log lines and prints are bounded, and what is missing is said", async () => {
    const { terminal, lines } = await open("worker", "floods", { settings: { greeting: "log" }, limits: impatient });
    const stop = new AbortController();
    const running = rejection(terminal.call("execute", sale(), stop.signal));
    await clock.sleep(100);
    stop.abort();
    expect(await running).toMatchObject({ code: expect.stringMatching(/LINK_TIMEOUT|PLUGIN_FAILED/) as string });
    const logged = lines().filter(({ event }) => event === "again");
    expect(logged.length).toBeGreaterThan(50);
    expect(logged.length).toBeLessThanOrEqual(200);
    await vi.waitFor(() => expect(lines().map(({ event }) => event)).toContain("log-limit-reached"));
  });

  test("the environment of the operator is not for plugins", async () => {
    vi.stubEnv("TILLWIRE_TEST_SECRET", "do-not-show");
    const { terminal, lines } = await open("worker", "prints");
    await terminal.call("execute", sale(), unaborted);
    await vi.waitFor(() => expect(lines().filter(({ event }) => event === "plugin-output")).toHaveLength(2));
    const printed = lines().filter(({ event }) => event === "plugin-output");
    expect(printed.map(({ fields }) => fields)).toEqual([
      { stream: "stdout", line: "secret: undefined" },
      { stream: "stderr", line: "careful: 411111******1111" },
    ]);
    vi.unstubAllEnvs();
  });
});
