import { describe, expect, test } from "vitest";
import { downgrade, upgrade, versionRange } from "../src/index.ts";
import type { VersionStep } from "../src/index.ts";

/** Two steps that never were: version 1 said `total` for `amount`, version 2 said amounts as text. */
const steps: readonly VersionStep[] = [
  {
    from: 1,
    up: ({ total, ...rest }) => ({ ...rest, amount: total }),
    down: ({ amount, ...rest }) => ({ ...rest, total: amount }),
  },
  {
    from: 2,
    up: ({ amount, ...rest }) => ({ ...rest, amount: Number(amount) }),
    down: ({ amount, ...rest }) => ({ ...rest, amount: String(amount) }),
  },
];

describe("versions", () => {
  test("are brought up step by step, and down again", () => {
    expect(upgrade({ total: "5" }, 1, steps)).toEqual({ amount: 5 });
    expect(upgrade({ amount: "5" }, 2, steps)).toEqual({ amount: 5 });
    expect(upgrade({ amount: 5 }, 3, steps)).toEqual({ amount: 5 });
    expect(downgrade({ amount: 5 }, 1, steps)).toEqual({ total: "5" });
    expect(downgrade({ amount: 5 }, 2, steps)).toEqual({ amount: "5" });
  });

  test("that a bridge speaks are those that it has steps for", () => {
    expect(versionRange(steps, 3)).toEqual({ min: 1, max: 3 });
    expect(versionRange()).toEqual({ min: 1, max: 1 });
  });
});
