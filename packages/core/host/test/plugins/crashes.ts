/** Ends its thread in the way that its setting says. */
import { parentPort } from "node:worker_threads";
import { terminal } from "./terminal.ts";

const hoard: unknown[] = [];

const ways: Record<string, () => unknown> = {
  exit: () => process.exit(3),
  "throw later": () =>
    setTimeout(() => {
      throw new Error("too late for 4111111111111111");
    }, 1),
  "reject later": () => void Promise.reject(new Error("nobody caught me")),
  spin: () => {
    for (;;);
  },
  hoard: () => {
    for (;;) hoard.push(Array.from({ length: 10_000 }, () => hoard.length));
  },
  "post nonsense": () => parentPort?.postMessage({ type: "result", callId: 1, result: "money" }),
};

export default terminal("crashes", (_, settings) => ({
  execute() {
    ways[settings.greeting]?.();
    return new Promise(() => undefined);
  },
}));
