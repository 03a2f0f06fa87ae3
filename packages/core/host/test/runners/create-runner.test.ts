/** Where a plugin runs. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemRandom } from "../../src/clock.ts";
import type { HostedChoice, LinkChoice } from "../../src/options.ts";
import { createRunner } from "../../src/runners/create-runner.ts";
import { terminalRole } from "../../src/runners/roles/terminal.ts";
import type { TerminalRole } from "../../src/runners/roles/terminal.ts";
import type { PluginRunner } from "../../src/runners/runner.ts";
import { defineReader } from "@tillwire/plugin-api";
import echoLink from "../plugins/echo-link.ts";
import prints from "../plugins/prints.ts";
import { clock, moduleUrl, recordingHandlers, recordingLog, rejection, sale, unaborted } from "./harness.ts";

const runners: PluginRunner<TerminalRole>[] = [];

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const runner of runners.splice(0)) await runner[Symbol.asyncDispose]();
});

/** What is printed in this thread goes to its console; what a worker prints becomes log lines. */
async function ranInWorker(terminal: HostedChoice, links: readonly LinkChoice[] = []): Promise<boolean> {
  const { log, lines } = recordingLog();
  const runner = await createRunner(terminalRole, terminal, { links, clock, random: systemRandom, log });
  runners.push(runner);
  const opened = await runner.open(recordingHandlers().handlers, unaborted);
  await opened.call("execute", sale(), unaborted);
  await opened[Symbol.asyncDispose]();
  for (let tries = 0; tries < 20 && !lines().some(({ event }) => event === "plugin-output"); tries++)
    await clock.sleep(10);
  return lines().some(({ event }) => event === "plugin-output");
}

describe("a terminal", () => {
  test("that is a module runs in a worker, unless told otherwise", async () => {
    expect(await ranInWorker({ module: moduleUrl("prints") }, [{ module: moduleUrl("echo-link") }])).toBe(true);
    expect(await ranInWorker({ module: moduleUrl("prints"), isolation: "inline" }, [{ provider: echoLink }])).toBe(
      false,
    );
  });

  test("that is a value runs inline", async () => {
    expect(await ranInWorker({ plugin: prints })).toBe(false);
  });

  test.each<[HostedChoice, LinkChoice[], string]>([
    [{ plugin: prints, isolation: "worker" }, [], "give the plugin"],
    [{ module: moduleUrl("prints") }, [{ provider: echoLink }], "give every link"],
  ])("that cannot run in a worker is refused, with what to do", async (terminal, links, words) => {
    const { log } = recordingLog();
    const error = await rejection(createRunner(terminalRole, terminal, { links, clock, random: systemRandom, log }));
    expect(error).toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
    expect(error.message).toContain(words);
  });

  test.each<[HostedChoice["isolation"]]>([["worker"], ["inline"]])(
    "says where its settings are wrong, and which link is none, also out of a thread (%s)",
    async (isolation) => {
      const { log } = recordingLog();
      const around = { links: [{ module: moduleUrl("echo-link") }], clock, random: systemRandom, log };
      const wrong = { module: moduleUrl("echo"), settings: { greeting: 5, "4111 1111 1111 1111": 1 }, isolation };
      const error = await rejection(createRunner(terminalRole, { ...wrong, isolation: isolation ?? "worker" }, around));
      expect(error).toMatchObject({
        code: "SETTINGS_INVALID",
        problems: [
          { path: ["settings", "greeting"], message: "Settings of echo: greeting must be text, not a number" },
          { path: ["settings", expect.any(String)] },
        ],
      });
      expect(error.message).not.toContain("1111");

      const links = [...around.links, { module: moduleUrl("echo") }];
      const none = await rejection(
        createRunner(
          terminalRole,
          { module: moduleUrl("echo"), isolation: isolation ?? "worker" },
          { ...around, links },
        ),
      );
      expect(none).toMatchObject({ code: "PLUGIN_FAILED", problems: [{ path: ["links", 1] }] });
    },
  );

  test("has to be a terminal: a reader is refused, with where it belongs", async () => {
    const { id, displayName, version, settings } = prints;
    const reader = defineReader({
      id,
      displayName,
      version,
      settings,
      open: () => Promise.reject(new Error("unused")),
    });
    const { log } = recordingLog();
    const error = await rejection(
      createRunner(terminalRole, { plugin: reader }, { links: [], clock, random: systemRandom, log }),
    );
    expect(error).toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
    expect(error.message).toContain("is a reader. Name it as `reader`, with a `gateway` beside it");
  });
});
