/** Card numbers for tests: published ones, and any that a scheme could have given out. */
import fc from "fast-check";

/** Published test card numbers of the schemes: 13 to 19 digits. */
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
function withCheckDigit(digits: string): string {
  const sum = [...digits]
    .toReversed()
    .map((digit, index) => Number(digit) * (index % 2 === 0 ? 2 : 1))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
