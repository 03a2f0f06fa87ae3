import { describe, expect, test } from "vitest";
import { drawTimeline } from "../src/demo/timeline.ts";

describe("a timeline", () => {
  test("shows who spoke to whom, in order, with times from the first", () => {
    const drawn = drawTimeline([
      { atMs: 1_012, from: "bridge", to: "terminal", text: "sale" },
      { atMs: 1_000, from: "POS", to: "bridge", text: "payment.sale" },
      { atMs: 2_500, from: "bridge", to: "POS", text: "approved" },
    ]);
    expect(drawn).toMatchInlineSnapshot(`
      "      ms POS                            bridge                         terminal
             0 │── payment.sale ─────────────▶│                              │
            12 │                              │── sale ─────────────────────▶│
          1500 │◀─ approved ──────────────────│                              │"
    `);
  });

  test("cuts labels that are too long for their place, and keeps the columns", () => {
    const lines = drawTimeline([{ atMs: 0, from: "terminal", to: "bridge", text: "x".repeat(100) }]).split("\n");
    expect(lines[1]).toContain("…");
    expect(lines[1]?.match(/│/g)).toHaveLength(3);
  });

  test("of nothing is its heading", () => {
    expect(drawTimeline([])).toMatch(/^ +ms POS +bridge +terminal$/);
  });
});
