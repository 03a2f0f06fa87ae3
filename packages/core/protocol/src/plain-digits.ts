/** Digits of all scripts and forms, as ASCII. */

/** The text with its digits as ASCII, and the blank of a URL as a blank. */
export function inPlainDigits(text: string): string {
  const ascii = /^\p{ASCII}*$/u.test(text)
    ? text
    : text.normalize("NFKC").replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit)));
  return ascii.replaceAll("%20", " ");
}

/** Does a text have so many digits at all? Most have not: names, times of day, amounts. */
export function hasManyDigits(text: string, many: number): boolean {
  let count = 0;
  for (let index = 0; index < text.length && count < many; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 48 && unit <= 57) count += 1;
  }
  return count >= many;
}

/** In Unicode the decimal digits of a script stand in order, zero first. Source: The Unicode Standard, section 4.6. */
function digitValue(digit: string): number {
  const codePoint = digit.codePointAt(0) ?? 0;
  let zero = codePoint;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (codePoint - zero) % 10;
}
