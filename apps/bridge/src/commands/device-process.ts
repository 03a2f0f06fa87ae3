/** What the processes of virtual devices have in common: what they print, and when they stop. */

/** An event of a device, as far as it is printed. */
interface DeviceEvent {
  readonly type: string;
  readonly atMs: number;
  readonly text: string;
}

/** By a signal, or with whoever started it: a pipe ends with the process at its other end, however that ended. */
export async function stopped(untilStdinEnds: boolean): Promise<void> {
  await new Promise<void>((end) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => end());
    if (untilStdinEnds) process.stdin.once("close", () => end()).resume();
  });
  process.stdin.destroy();
}

/** Prints events: lines of JSON about the wire for a program, everything for people. */
export function printFor(device: "terminal" | "reader", machine: boolean): (event: DeviceEvent) => void {
  return machine ? (event) => printLine(device, event) : printForPeople;
}

/** One line of JSON. */
export function print(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Only what passes on the wire has two ends. */
function printLine(device: string, { type, atMs, text }: DeviceEvent): void {
  if (type === "received") print({ at: atMs, from: "bridge", to: device, text });
  else if (type === "sent") print({ at: atMs, from: device, to: "bridge", text });
}

function printForPeople({ type, atMs, text }: DeviceEvent): void {
  process.stdout.write(`${new Date(atMs).toISOString().slice(11, 23)}  ${type.padEnd(12)}  ${text}\n`);
}
