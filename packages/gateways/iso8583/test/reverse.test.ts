/** Reversals: what they say of the original, what a repeat changes, and what each answer means. */
import { expect, test } from "vitest";
import { answerTo, authorization, begin, next, noAnswer, reversalOf } from "./support.ts";

test("it names the original in field 90, under a trace number of its own, without any card data", async () => {
  const { state } = await begin(authorization);
  const { sent, effect } = await begin(reversalOf(state));
  expect(effect).toBe("moves-money");
  expect(sent.mti).toBe("0400");
  expect(sent.fields).toEqual({
    3: "000000",
    4: "000000001050",
    7: "1124140509",
    11: "000124",
    12: "140509",
    13: "1124",
    22: "051",
    23: "001",
    25: "00",
    37: "000000000123",
    38: "A12345",
    41: "TERM0001",
    42: "MERCHANT1      ",
    49: "978",
    56: "no-answer",
    90: "020000012311241405090000000000000000000000",
  });
});

test("a repeat is the same message under type 0401", async () => {
  const { state } = await begin(authorization);
  const [first, repeat] = [await begin(reversalOf(state)), await begin(reversalOf(state, 3))];
  expect(repeat.sent).toEqual({ ...first.sent, mti: "0401" });
});

test.each([
  ["00", "done"],
  ["94", "done"],
  ["25", "not-found"],
  ["96", "unknown"],
  ["91", "unknown"],
])("code %s: %s", async (code, kind) => {
  const { state } = await begin(authorization);
  const reversal = await begin(reversalOf(state));
  const outcome = await next(reversal.state, answerTo(reversal.sent, { 39: code }));
  expect(outcome).toMatchObject({ kind: "reverse", result: { kind } });
});

test("no answer: to be repeated, whether it left or not", async () => {
  const { state } = await begin(authorization);
  const reversal = await begin(reversalOf(state));
  for (const left of ["no", "maybe"] as const) {
    expect(await noAnswer(reversal.state, left, "timeout")).toMatchObject({
      kind: "reverse",
      result: { kind: "unknown" },
    });
  }
});

test("a state that cannot be read is an error that money may have moved", async () => {
  await expect(begin(reversalOf({ step: "other" }))).rejects.toMatchObject({ code: "INTERNAL", effect: "possible" });
  const { state } = await begin(authorization);
  const reversal = await begin(reversalOf(state));
  await expect(begin(reversalOf(reversal.state))).rejects.toMatchObject({ code: "INTERNAL", effect: "possible" });
});
