/** The accounts that this host has unless it is given others: published test card numbers, and what they are good for. */
import type { AccountInput } from "../settings.ts";

/** In minor units of each currency: 100,000.00. */
const wealthy = 10_000_000;
/** The PIN of every test card here, as in the examples of ANSI X9.24-1. */
const pin = "1234";

/** Swiped when the chip fails, and keyed in. */
const everyEntry = { fallback: true, manual: true };

export const testCards: readonly AccountInput[] = [
  // EMVCo, Issuer and Application Security Guidelines, annex A.3.
  { id: "mastercard", pan: "5413339000006165", issuer: "mastercard", pin, balanceMinor: wealthy },
  // Mastercard and Visa cards of published terminal tests.
  { id: "mastercard-test", pan: "5413330089020011", issuer: "mastercard", pin, balanceMinor: wealthy, ...everyEntry },
  { id: "visa-contact", pan: "4761739001010010", issuer: "visa", pin, balanceMinor: wealthy },
  { id: "visa-test", pan: "4761739001010119", issuer: "visa", pin, balanceMinor: wealthy, ...everyEntry },
  // The card of ANSI X9.24-1, 13 digits.
  { id: "visa-13-digits", pan: "4012345678909", issuer: "visa", pin, balanceMinor: wealthy, manual: true },
  // The synthetic card that the emvpt project published with its keys, RID AFFFFFFFFF. The virtual reader has a wallet of them.
  {
    id: "synthetic",
    pan: "1234560012345608",
    issuer: "synthetic",
    pin,
    balanceMinor: wealthy,
    severalCards: true,
    ...everyEntry,
  },
  // Numbers that payment service providers publish for tests without a chip.
  { id: "keyed", pan: "4242424242424242", issuer: "visa", pin, balanceMinor: wealthy, ...everyEntry },
  { id: "empty", pan: "4000000000009995", issuer: "visa", pin, balanceMinor: 0, ...everyEntry },
  { id: "lost", pan: "4000000000000101", issuer: "visa", pin, balanceMinor: wealthy, status: "lost", manual: true },
];
