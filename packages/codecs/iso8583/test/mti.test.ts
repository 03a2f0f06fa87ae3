import { describe, expect, test } from "vitest";
import { isResponseTo, parseMti, repeatMti, responseMti } from "../src/index.ts";

describe("parseMti", () => {
  test.each([
    ["0100", "1987", "authorization", "request", "acquirer", false],
    ["0110", "1987", "authorization", "response", "acquirer", false],
    ["0221", "1987", "financial", "advice", "acquirer", true],
    ["0320", "1987", "file-action", "advice", "acquirer", false],
    ["0401", "1987", "reversal", "request", "acquirer", true],
    ["0430", "1987", "reversal", "advice-response", "acquirer", false],
    ["0510", "1987", "reconciliation", "response", "acquirer", false],
    ["0620", "1987", "administrative", "advice", "acquirer", false],
    ["0742", "1987", "fee-collection", "notification", "issuer", false],
    ["0803", "1987", "network-management", "request", "issuer", true],
    ["1200", "1993", "financial", "request", "acquirer", false],
    ["2264", "2003", "financial", "instruction", "other", false],
    ["8205", "national", "financial", "request", "other", true],
    ["9087", "private", "reserved", "reserved", "reserved", false],
    ["5000", "reserved", "reserved", "request", "acquirer", false],
  ])("%s", (mti, version, kind, role, origin, isRepeat) => {
    expect(parseMti(mti)).toEqual({ version, class: kind, function: role, origin, isRepeat });
  });

  test.each(["", "020", "02000", "02O0"])("refuses %j", (mti) => {
    expect(() => parseMti(mti)).toThrow("A message type is four digits.");
  });
});

describe("responseMti and repeatMti", () => {
  test.each([
    ["0100", "0110", "0101"],
    ["0200", "0210", "0201"],
    ["0201", "0210", "0201"],
    ["0220", "0230", "0221"],
    ["0320", "0330", "0321"],
    ["0400", "0410", "0401"],
    ["0401", "0410", "0401"],
    ["0420", "0430", "0421"],
    ["0421", "0430", "0421"],
    ["0500", "0510", "0501"],
    ["0800", "0810", "0801"],
    ["1802", "1812", "1803"],
  ])("%s is answered by %s and repeated by %s", (mti, response, repeat) => {
    expect(responseMti(mti)).toBe(response);
    expect(repeatMti(mti)).toBe(repeat);
    expect(isResponseTo(response, mti)).toBe(true);
    expect(isResponseTo(response, "0600")).toBe(false);
  });

  test("what has no answer or no repeat is refused", () => {
    for (const mti of ["0210", "0430", "0240"]) {
      expect(() => responseMti(mti)).toThrow(`A message of type ${mti} has no answer.`);
      expect(isResponseTo("0250", mti)).toBe(false);
    }
    expect(() => repeatMti("0210")).toThrow("A message of type 0210 has no repeat.");
    expect(() => repeatMti("0206")).toThrow("has no repeat");
    expect(repeatMti("0240")).toBe("0241");
  });
});
