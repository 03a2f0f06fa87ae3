/** Where findings are, what of them must not be shown, and that no text is too much for the search. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { looksLikeCardData, scanCardData } from "../../src/card-data.ts";
import type { CardDataFinding } from "../../src/card-data.ts";
import { anyCardNumber, writings } from "../support/card-numbers.ts";

/** The text with what must not be shown replaced. */
function hide(text: string, findings: readonly CardDataFinding[]): string {
  const characters = text.split("");
  for (const finding of findings) {
    if (finding.kind === "card-number") for (const at of finding.hidden) characters[at] = "*";
    else characters.fill("#", finding.start, finding.end);
  }
  return characters.join("");
}

/** Texts in which a search could lose its way. */
const piece = fc.oneof(
  anyCardNumber,
  fc.tuple(anyCardNumber, fc.constantFrom(...writings)).map(([digits, [, written]]) => written(digits)),
  fc.stringMatching(/^\d{1,25}$/),
  fc.constantFrom(
    " ",
    "-",
    "%20",
    "%2D",
    "%",
    "=",
    "D",
    "^",
    ";",
    "?",
    "%B",
    "5A08",
    "5713",
    "٤",
    "４",
    "ﷺ",
    "\u200b",
    "cvv:",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const hostile = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

describe("a finding", () => {
  test("lies inside the text, and what it hides lies inside it, in order", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const finding of scanCardData(text)) {
          expect(finding.start).toBeGreaterThanOrEqual(0);
          expect(finding.end).toBeGreaterThan(finding.start);
          expect(finding.end).toBeLessThanOrEqual(text.length);
          if (finding.kind !== "card-number") continue;
          expect(finding.hidden.length).toBeGreaterThan(0);
          expect(finding.hidden).toEqual(finding.hidden.toSorted((one, other) => one - other));
          expect(finding.hidden.every((at) => at >= finding.start && at < finding.end)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("is likely exactly where a text looks like card data", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const likely = scanCardData(text).some(({ certainty }) => certainty === "likely");
        expect(looksLikeCardData(text)).toBe(likely);
      }),
      { numRuns: 500 },
    );
  });

  test("hides the middle of a number, and nothing else of it", () => {
    fc.assert(
      fc.property(anyCardNumber, (digits) => {
        const likely = scanCardData(`card ${digits}.`).filter(({ certainty }) => certainty === "likely");
        expect(hide(`card ${digits}.`, likely)).toBe(
          `card ${digits.slice(0, 6)}${"*".repeat(digits.length - 10)}${digits.slice(-4)}.`,
        );
      }),
    );
  });

  test.each(writings)("hides so much of a number %s that it is none any more", (_, written) => {
    fc.assert(
      fc.property(anyCardNumber, (digits) => {
        const text = `x ${written(digits)} y`;
        expect(looksLikeCardData(hide(text, scanCardData(text)))).toBe(false);
      }),
    );
  });

  test("points into the original, whatever stands before the number", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 10 }), anyCardNumber, (before, digits) => {
        const text = `${before.replaceAll(/\p{N}/gu, "")} ${digits}`;
        const start = text.length - digits.length;
        expect(scanCardData(text)).toContainEqual(
          expect.objectContaining({ kind: "card-number", certainty: "likely", start, end: text.length }),
        );
      }),
    );
  });
});

describe("a text of nothing but", () => {
  // 128 KiB, twice what a POS may send. In a search that looks at each position from each other one this takes minutes.
  const length = 131_072;
  const worst = [
    ...["1", "0", "4", "a1", "1 ", "4-", "4.", "4 4  4   ", "4111 ", "1111.1111", "12345678-", "1234567890123456789x"],
    ...[
      "4444444444444444444 ",
      "\u0664 ",
      "\u{1d7ce}",
      "\ufdfa",
      "\u200b",
      "%",
      "%20",
      ";",
      ";1=",
      "1=1",
      "=",
      "B1",
      "B1^",
    ],
    ...[
      "123456789012D",
      "37",
      "3",
      "5A08",
      "5A10",
      "57104",
      "M",
      "NDEx",
      "pin ",
      "pin=",
      "track   ",
      "0123456789abcdef",
    ],
  ];

  test.each(worst)("%j is searched in one pass", { timeout: 30_000 }, (unit) => {
    const text = unit.repeat(Math.floor(length / unit.length));
    const likely = scanCardData(text).some(({ certainty }) => certainty === "likely");
    expect(looksLikeCardData(text)).toBe(likely);
  });
});
