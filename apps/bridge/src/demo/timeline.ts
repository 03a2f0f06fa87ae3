/** Who spoke to whom, when: a sequence diagram in text. */

/** The parties, from left to right. */
export const parties = ["POS", "bridge", "terminal"] as const;

/** One of them. */
export type Party = (typeof parties)[number];

/** One thing that was said. */
export interface Said {
  readonly atMs: number;
  readonly from: Party;
  readonly to: Party;
  readonly text: string;
}

/** Width of the space between two parties, in characters: room for the longest label and the arrow. */
const gap = 30;
const timeWidth = 8;

/** Draws what was said, in order of time. Times count from the first. */
export function drawTimeline(said: readonly Said[]): string {
  const sorted = said.toSorted((one, other) => one.atMs - other.atMs);
  const startMs = sorted[0]?.atMs ?? 0;
  const lines = sorted.map((entry) => `${time(entry.atMs - startMs)} ${row(entry)}`);
  return [`${"ms".padStart(timeWidth)} ${heading()}`, ...lines].map((line) => line.trimEnd()).join("\n");
}

function time(offsetMs: number): string {
  return offsetMs.toFixed(0).padStart(timeWidth);
}

function heading(): string {
  const rest = parties.slice(1).map((name, index) => {
    const before = parties[index] ?? "";
    return " ".repeat(Math.max(1, gap + 1 - before.length)) + name;
  });
  return parties[0] + rest.join("");
}

function row({ from, to, text }: Said): string {
  const [left, right] = [parties.indexOf(from), parties.indexOf(to)].toSorted((one, other) => one - other);
  const spaces = parties.slice(1).map((_, index) => {
    const spoken = left !== undefined && right !== undefined && index >= left && index < right;
    return spoken ? arrow(text, parties.indexOf(from) < parties.indexOf(to)) : " ".repeat(gap);
  });
  return `│${spaces.map((space) => `${space}│`).join("")}`;
}

function arrow(text: string, toTheRight: boolean): string {
  const room = gap - 6;
  const label = text.length > room ? `${text.slice(0, room - 1)}…` : text;
  const line = ` ${label} `.padEnd(gap - 4, "─");
  return toTheRight ? `──${line}─▶` : `◀─${line}──`;
}
