/** Amounts for people to read. */

/** `1050 EUR` is `10.50 EUR`; how many digits a currency has comes from the ICU data of the runtime. */
export function formatAmount(amountMinor: number, currency: string): string {
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  if (digits === 0) return `${amountMinor} ${currency}`;
  const text = String(amountMinor).padStart(digits + 1, "0");
  return `${text.slice(0, -digits)}.${text.slice(-digits)} ${currency}`;
}
