/** Planted leaks in many forms never reach a line; ordinary references stay readable. Through the logger only. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue, LogFields } from "@tillwire/plugin-api";
import { looksLikeCardData } from "@tillwire/plugin-api/card-data";
import { createLogger, failure } from "../../src/logs/index.ts";

/** Published test numbers of the schemes; nobody's cards. */
const cardNumbers = [
  "4111111111111111",
  "4222222222222",
  "5555555555554444",
  "2223003122003222",
  "378282246310005",
  "30569309025904",
  "6011111111111117",
  "6304000000000000",
  "6759649826438453",
  "4000000000000000006",
];

function lineOf(fields: unknown, event = "test"): string {
  const lines: string[] = [];
  const log = createLogger({ write: (line) => lines.push(line), level: "debug", clock: { nowMs: () => 0 } });
  log.info(event, fields as LogFields); // leaks come in forms that the type does not allow, too
  return lines.join("\n");
}

/** Ten digits may be shown, so eleven in a row never are. */
const HIDDEN_MIN = 11;

/** All digits of a line, so that no separator hides a number. */
function digitsOf(line: string): string {
  return line.replaceAll(/\D/g, "");
}

function grouped(digits: string, sizes: readonly number[], separator: string): string {
  let rest = digits;
  const groups = sizes.map((size) => {
    const group = rest.slice(0, size);
    rest = rest.slice(size);
    return group;
  });
  return [...groups, rest].filter((group) => group !== "").join(separator);
}

const forms: readonly (readonly [string, (pan: string) => unknown])[] = [
  ["as text", (pan) => ({ value: pan })],
  ["as a number", (pan) => ({ value: Number(pan.slice(0, 15)) === Number(pan) ? Number(pan) : BigInt(pan) })],
  ["inside words", (pan) => ({ text: `card ${pan} was read` })],
  ["glued to letters", (pan) => ({ text: `PAN${pan}EXP` })],
  ["glued to an expiry date", (pan) => ({ text: `${pan.padStart(16, "0")}251220101` })],
  ["padded with zeros", (pan) => ({ text: pan.padStart(19, "0") })],
  ["with spaces", (pan) => ({ text: grouped(pan, [4, 4, 4], " ") })],
  ["with dashes", (pan) => ({ text: grouped(pan, [4, 4, 4], "-") })],
  ["in groups of six and five", (pan) => ({ text: grouped(pan, [4, 6], " ") })],
  ["with a space after every digit", (pan) => ({ text: [...pan].join(" ") })],
  ["with no-break spaces and long dashes", (pan) => ({ text: `${grouped(pan, [4, 4], "\u00a0")}\u2013` })],
  ["across lines", (pan) => ({ text: grouped(pan, [8], "\n") })],
  ["with bars", (pan) => ({ text: grouped(pan, [4, 4, 4, 4], "|") })],
  ["with invisible signs", (pan) => ({ text: [...pan].join("\u200b") })],
  [
    "as EMV tag 5A",
    (pan) => ({ text: `5A${pan.length > 16 ? "0A" : "08"}${pan.padEnd(pan.length > 16 ? 20 : 16, "F")}9F36020001` }),
  ],
  ["in a URL", (pan) => ({ text: `https://host.example/?pan=${grouped(pan, [4, 4, 4], "%20")}` })],
  ["after another number", (pan) => ({ text: `123456 ${pan} 42` })],
  ["as a key", (pan) => ({ [pan]: true })],
  ["as a nested key", (pan) => ({ cards: [{ [`card-${pan}`]: { seen: true } }] })],
  ["deep in a list", (pan) => ({ a: [{ b: [{ c: `x${pan}` }] }] })],
  ["as a list of texts", (pan) => ({ parts: grouped(pan, [4, 4, 4], "|").split("|") })],
  ["as a list of digits", (pan) => ({ digits: [...pan].map(Number) })],
  ["as a list of bytes", (pan) => ({ bytes: [...Buffer.from(pan)] })],
  ["as a byte array", (pan) => ({ bytes: Buffer.from(pan) })],
  ["as hexadecimal ASCII", (pan) => ({ hex: Buffer.from(pan).toString("hex") })],
  ["in base64", (pan) => ({ base64: Buffer.from(`number=${pan};`).toString("base64") })],
  ["in JSON inside a text", (pan) => ({ body: JSON.stringify({ card: { number: pan } }) })],
  ["in XML", (pan) => ({ body: `<PAN>${pan}</PAN>` })],
  ["at the end of a long text", (pan) => ({ text: "x".repeat(1_990) + pan })],
  ["in an error", (pan) => failure(errorOf(`bad card ${pan}`))],
  ["in the cause of an error", (pan) => failure(errorOf("bad card", errorOf(pan)))],
  ["in a thrown text", (pan) => failure(`bad card ${pan}`)],
  ["as track 1", (pan) => ({ text: `%B${pan}^DOE/JOHN^2512101123456789?` })],
  ["as track 2", (pan) => ({ text: `;${pan}=25121011234567890?` })],
  ["as track 2 without sentinels", (pan) => ({ text: `${pan}=25121011234567890` })],
  ["as tag 57", (pan) => ({ text: `57 11 ${pan}D25121011234567890F` })],
];

/** An error whose stack holds no digits but its message's: line numbers and folders of this machine are not at issue. */
function errorOf(message: string, cause?: Error): Error {
  const error = new Error(message, { cause });
  error.stack = `Error: ${message}\n    at somewhere`;
  return error;
}

describe.each(forms)("a card number %s", (_, form) => {
  test.each(cardNumbers)("%s is masked", (pan) => {
    const { fields } = JSON.parse(lineOf(form(pan))) as { fields: LogFields };
    const digits = digitsOf(JSON.stringify(fields));
    for (let offset = 0; offset + HIDDEN_MIN <= pan.length; offset++) {
      expect(digits).not.toContain(pan.slice(offset, offset + HIDDEN_MIN));
    }
    expect(lineOf(form(pan))).not.toContain(Buffer.from(pan).toString("base64").slice(4, 16));
  });
});

describe.each([
  ["Arabic", 0x660],
  ["full-width", 0xff10],
  ["mathematical", 0x1d7ce],
])("a card number in %s digits", (_, zero) => {
  test.each(cardNumbers)("%s is masked", (pan) => {
    const written = pan.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
    const { fields } = JSON.parse(lineOf({ text: `card ${written} was read` })) as { fields: { text: string } };
    expect(fields.text.match(/\p{Nd}/gu)).toHaveLength(10);
    expect(fields.text.isWellFormed()).toBe(true);
  });
});

test("whatever is refused in what a POS sends is masked: nothing is left to refuse", () => {
  const signs = fc.constantFrom("", " ", "-", ". ", "|", "%20", "\u00a0", "\u200b");
  const sizes = fc.constantFrom(
    [4, 4, 4, 4],
    [8, 8],
    [6],
    Array.from({ length: 18 }, () => 1),
  );
  const around = fc.constantFrom("", "PAN", "card ", "%B", ";", "<PAN>", "17: ");
  fc.assert(
    fc.property(fc.constantFrom(...cardNumbers), sizes, signs, around, (pan, groups, sign, before) => {
      const text = `${before}${grouped(pan, groups, sign)}`;
      const { fields } = JSON.parse(lineOf({ text })) as { fields: { text: string } };
      expect(looksLikeCardData(fields.text)).toBe(false);
      expect(looksLikeCardData(text)).toBe(true);
    }),
  );
});

test("a card number in the event's name is masked", () => {
  expect(lineOf({}, "read 4111111111111111")).not.toContain("41111111");
});

test("tracks leave neither name nor discretionary data", () => {
  const line = lineOf({
    one: "%B4111111111111111^DOE/JOHN^25121011234567890?",
    two: ";4111111111111111=25121011234567890?",
    bare: "4111111111111111D25121019876543210F",
    proprietary: "%B123^DOE/JOHN^9912?",
  });
  for (const leak of ["DOE", "2512101", "123456789", "987654321"]) expect(line).not.toContain(leak);
});

test.each(["pin", "PIN", "pinBlock", "pin_block", "PIN-Block", "track", "track2", "track2Data", "cvv", "CVV2", "cvc"])(
  "the value of a field named %s is masked, whatever it is",
  (name) => {
    for (const value of ["1234", 1234, { digits: "1234" }, ["1234"]] satisfies JsonValue[]) {
      expect(lineOf({ card: { [name]: value } })).not.toContain("1234");
    }
  },
);

test("secrets named inside a text are masked", () => {
  for (const text of ["pin=1234", "cvv: 1234", '{"cvv2":"1234"}', "PIN block: 0412AC89ABCDEF67", "track2=1234567"]) {
    const line = lineOf({ text });
    expect(line).toContain("[masked]");
    expect(line).not.toMatch(/1234|0412AC/);
  }
});

test("any number that passes the check is masked wherever it stands, and at most ten digits stay", () => {
  const luhn = fc
    .tuple(fc.stringMatching(/^[3-6]\d{11,17}$/), fc.string(), fc.string())
    .map(([head, before, after]) => {
      const check = [...Array(10).keys()].find((digit) => passes(`${head}${digit}`)) ?? 0;
      return { pan: `${head}${check}`, before, after };
    });
  fc.assert(
    fc.property(luhn, ({ pan, before, after }) => {
      const text = `${before.replaceAll(/\d/g, "")}${pan}${after.replaceAll(/\d/g, "")}`;
      const parsed = JSON.parse(lineOf({ text })) as { fields: { text: string } };
      expect(digitsOf(parsed.fields.text).length).toBeLessThanOrEqual(10);
    }),
  );
});

function passes(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, position) => {
    const value = Number(digit) * (position % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

describe("what is no card data stays readable", () => {
  test.each<LogFields>([
    { stan: "000123", rrn: "612345678901", batch: "000042" },
    { attemptId: "01JB3K8Q9V5Z7X2M4N6P", paymentKey: "till-2:2026-01-02:000017" },
    { amountMinor: 999_999_999_999, tipMinor: 0, list: [1050, 2000, 35] },
    { atMs: 1_767_322_245_006, uptimeMs: 123456.78901234 },
    { atMs: "1767322245006", micros: 1_767_322_245_006_123, nanos: "1767322245006123456" },
    { stamp: "20260102030405", at: "2026-01-02T03:04:05.006Z", local: "2026-01-02 03:04:05" },
    { pan: "411111******1111", card: "****1111", entry: "chip" },
    { address: "192.168.100.200:7455", version: "1.12.345", port: 65535 },
    { uuid: "1b4e28ba-2fa1-11d2-883f-0016d3cca427", sha: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934c" },
    { pinTries: 3, tracking: "on", spin: "no", pinned: "1234", onlinePin: true },
    { terminalText: "PLEASE ENTER PIN", phone: "+49 711 123456" },
    { zeros: "0000000000000000" },
  ])("%j", (fields) => {
    const parsed = JSON.parse(lineOf(fields)) as { fields: LogFields };
    expect(parsed.fields).toEqual(fields);
  });
});
