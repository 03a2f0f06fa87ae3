import { expect, test } from "vitest";
import { report, type PartResult } from "../checks/report.ts";
import { countTests } from "../checks/tests.ts";

const good: PartResult = { name: "format", passed: 1, failures: [], notRun: [], seconds: 0.4 };
const bad: PartResult = { ...good, name: "lint", passed: 0, failures: [{ what: "lint", output: "first\nsecond" }] };
const partly: PartResult = {
  ...good,
  name: "consumer",
  notRun: [{ what: "imports on Node 22", reason: "no registry" }],
};

test("ends with the counts, after what was not run and the time by part", () => {
  const { text, failed } = report([good, bad, partly], { notRunIsFailure: false });
  expect(failed).toBe(1);
  expect(text).toBe(
    [
      "✗ lint",
      "  first",
      "  second",
      "",
      "Time by part",
      "✓ format       0.4 s   1 passed, 0 failed",
      "✗ lint         0.4 s   0 passed, 1 failed",
      "✓ consumer     0.4 s   1 passed, 0 failed",
      "",
      "not run: consumer: imports on Node 22: no registry",
      "1 not run",
      "2 passed, 1 failed",
    ].join("\n"),
  );
});

test("in CI what was not run is a failure", () => {
  const { text, failed } = report([partly], { notRunIsFailure: true });
  expect(failed).toBe(1);
  expect(text).toMatch(/1 not run, which CI counts as failed\n1 passed, 1 failed$/);
});

test("counts each test, a file that does not load, and what was skipped", () => {
  const assertion = { fullName: "adds", failureMessages: [] };
  const file = { message: "", status: "passed" };
  const result = countTests(
    {
      testResults: [
        { ...file, name: "/root/a.test.ts", assertionResults: [{ ...assertion, status: "passed" }] },
        {
          ...file,
          name: "/root/b.test.ts",
          status: "failed",
          assertionResults: [
            { fullName: "breaks", status: "failed", failureMessages: ["1 is not 2"] },
            { ...assertion, status: "skipped" },
          ],
        },
        { name: "/root/c.test.ts", status: "failed", message: "SyntaxError", assertionResults: [] },
      ],
    },
    "/root",
  );
  expect(result).toEqual({
    passed: 1,
    failures: [
      { what: "b.test.ts: breaks", output: "1 is not 2" },
      { what: "c.test.ts", output: "SyntaxError" },
    ],
    notRun: [{ what: "b.test.ts: adds", reason: "skipped by the test itself" }],
  });
});
