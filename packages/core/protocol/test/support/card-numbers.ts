/** Card numbers for tests, and ways in which one ends up in a message. */

/** Published test card numbers of the schemes: 13 to 19 digits. Nobody's cards. */
export const publishedNumbers = [
  "4111111111111111",
  "4222222222222",
  "2223003122003222",
  "378282246310005",
  "30569309025904",
  "6304000000000000018",
] as const;

export const writings: readonly ((digits: string) => string)[] = [
  (digits) => digits,
  (digits) => digits.replaceAll(/\d{4}(?=\d)/g, "$& "),
  (digits) => digits.replaceAll(/\d{4}(?=\d)/g, "$&%20"),
  (digits) => `card ${digits}, please`,
  (digits) => `PAN${digits}EXP`,
  (digits) => `;${digits}=30121010000000000?`,
  (digits) => digits.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
  (digits) => digits.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  (digits) => btoa(`number=${digits};`),
];
