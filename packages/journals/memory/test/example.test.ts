/** The README's example. */
import { expect, test } from "vitest";
import { createPluginContext } from "@tillwire/plugin-test";
import type { JournalContext, JournalRecord } from "@tillwire/plugin-api";
import { createMemoryStore, memoryJournal } from "../src/index.ts";

const context: JournalContext = { ...createPluginContext(), dataFolder: "/nowhere" };
const intent: JournalRecord = { type: "intent", at: 0, data: { key: "order-17" } };

test("a second journal on the same store finds what the first one wrote", async () => {
  // #region restart
  const store = createMemoryStore();
  const first = await memoryJournal(store).open(context, {});
  const owner = await first.own("lane-1");
  await first.append({ stream: "lane-1", generation: owner.generation, afterIndex: 0, records: [intent] });
  await first[Symbol.asyncDispose]();

  const second = await memoryJournal(store).open(context, {});
  const { generation, lastIndex } = await second.own("lane-1"); // 2 and 1
  // #endregion
  expect({ generation, lastIndex }).toEqual({ generation: 2, lastIndex: 1 });
});
