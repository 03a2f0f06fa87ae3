/** Card numbers for tests: published ones, and any that a scheme could have given out; and the ways to write them. */
import fc from "fast-check";

/** Published test card numbers of the schemes: 13 to 19 digits. Nobody's cards. */
export const publishedNumbers = [
  "4111111111111111",
  "4222222222222",
  "5555555555554444",
  "2223003122003222",
  "378282246310005",
  "30569309025904",
  "3530111333300000",
  "6011111111111117",
  "6304000000000000018",
  "6240008631401148",
] as const;

/** How numbers of the large schemes begin, and how long they are. */
const ranges = [
  ["4", 16],
  ["4", 19],
  ["51", 16],
  ["2221", 16],
  ["2720", 16],
  ["2202", 16],
  ["34", 15],
  ["37", 15],
  ["36", 14],
  ["3528", 16],
  ["6011", 16],
  ["62", 17],
  ["62", 19],
  ["9792", 16],
] as const;

export const anyCardNumber: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...ranges), fc.array(fc.nat(9), { minLength: 19, maxLength: 19 }))
  .map(([[beginning, length], digits]) => withCheckDigit(`${beginning}${digits.join("")}`.slice(0, length - 1)));

/** The other digits decide the last one. Source: ISO/IEC 7812-1, annex B. */
export function withCheckDigit(digits: string): string {
  const sum = [...digits]
    .toReversed()
    .map((digit, index) => Number(digit) * (index % 2 === 0 ? 2 : 1))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

const inFours = (digits: string, separator: string): string => digits.replaceAll(/\d{4}(?=\d)/g, `$&${separator}`);
const digitsFrom =
  (zero: number) =>
  (digits: string): string =>
    digits.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

/** Ways in which a number ends up in a text. */
export const writings: readonly (readonly [string, (digits: string) => string])[] = [
  ["alone", (digits) => digits],
  ["in fours with blanks", (digits) => inFours(digits, " ")],
  ["in fours with dashes", (digits) => inFours(digits, "-")],
  ["in fours with hard blanks", (digits) => inFours(digits, "\u00a0")],
  ["in fours with long dashes", (digits) => inFours(digits, "\u2013")],
  ["in fours with bars", (digits) => inFours(digits, "|")],
  ["in fours as in a URL", (digits) => inFours(digits, "%20")],
  ["in fours with dashes as in a URL", (digits) => inFours(digits, "%2D")],
  ["in fours with dots and blanks", (digits) => inFours(digits, ". ")],
  ["in fours over lines", (digits) => inFours(digits, "\r\n")],
  ["in two halves", (digits) => `${digits.slice(0, 8)} ${digits.slice(8, 16)} ${digits.slice(16)}`.trim()],
  ["behind the issuer's six", (digits) => `${digits.slice(0, 6)}-${digits.slice(6)}`],
  ["as American Express does", (digits) => `${digits.slice(0, 4)} ${digits.slice(4, 10)} ${digits.slice(10)}`],
  ["one by one", (digits) => [...digits].join(" ")],
  ["with invisible signs between", (digits) => [...digits].join("\u200b\u00ad")],
  ["in a sentence", (digits) => `card ${digits}, please`],
  ["glued to letters", (digits) => `PAN${digits}EXP`],
  ["behind zeros", (digits) => `0000${digits}`],
  ["before an expiry date", (digits) => `${digits} 12/29 123`],
  ["behind another number", (digits) => `1042-${digits}`],
  ["in Arabic digits", digitsFrom(0x660)],
  ["in Devanagari digits", digitsFrom(0x966)],
  ["in full-width digits", digitsFrom(0xff10)],
  ["in mathematical digits", digitsFrom(0x1d7ce)],
  ["in full-width fours", (digits) => inFours(digitsFrom(0xff10)(digits), "－")],
  ["as hexadecimal ASCII", (digits) => digits.replaceAll(/\d/g, "3$&")],
  ["in JSON", (digits) => JSON.stringify({ card: { number: digits } })],
  ["in XML", (digits) => `<PAN>${digits}</PAN>`],
  ["in base64", (digits) => btoa(`number=${digits};`)],
  ["in base64 of a URL, behind a path", (digits) => `v1/${btoa(digits).replaceAll("=", "")}`],
  ["as EMV tag 5A among others", (digits) => `9F2608A1B2C3D4E5F60718${packed("5A", digits)}5F3401019F360200FF`],
  ["as EMV tag 57 among others", (digits) => `9F2608A1B2C3D4E5F60718${packed("57", `${digits}D30122011`)}9F360200FF`],
];

/** Packed two to a byte, filled with F, with tag and length. Source: EMV book 3, annex A. */
function packed(tag: string, value: string): string {
  const filled = value.length % 2 === 0 ? value : `${value}F`;
  return `${tag}${(filled.length / 2).toString(16).padStart(2, "0")}${filled}`.toUpperCase();
}
