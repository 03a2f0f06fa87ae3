/**
 * Everything a device may ask of a shopper or tell a cashier, as a closed list: nobody can make a device ask for a PIN
 * in words of their own. Texts in other languages belong to the client, by prompt id.
 */

/**
 * Prompt ids with their English text and who reads it.
 * @public
 */
export const prompts = {
  "present-card": { reader: "shopper", english: "Tap, insert or swipe your card" },
  "insert-card": { reader: "shopper", english: "Insert your card" },
  "tap-card": { reader: "shopper", english: "Tap your card" },
  "swipe-card": { reader: "shopper", english: "Swipe your card" },
  "enter-pin": { reader: "shopper", english: "Enter your PIN" },
  "enter-pin-again": { reader: "shopper", english: "Wrong PIN. Enter your PIN again" },
  "enter-pin-last-try": { reader: "shopper", english: "Last try. Enter your PIN" },
  "confirm-amount": { reader: "shopper", english: "Please confirm the amount" },
  "choose-application": { reader: "shopper", english: "Choose how to pay" },
  "choose-tip": { reader: "shopper", english: "Add a tip?" },
  "choose-currency": { reader: "shopper", english: "Choose the currency" },
  "see-phone": { reader: "shopper", english: "See your phone for instructions" },
  "present-one-card": { reader: "shopper", english: "Present one card only" },
  "try-again": { reader: "shopper", english: "Please try again" },
  "try-other-card": { reader: "shopper", english: "Please use another card" },
  processing: { reader: "shopper", english: "Please wait" },
  "remove-card": { reader: "shopper", english: "Please remove your card" },
  approved: { reader: "shopper", english: "Approved" },
  declined: { reader: "shopper", english: "Declined" },
  canceled: { reader: "shopper", english: "Canceled" },
  "sign-on-device": { reader: "shopper", english: "Please sign on the screen" },
  "check-signature": { reader: "cashier", english: "Compare the signature" },
  "see-terminal": { reader: "cashier", english: "Look at the terminal" },
  "terminal-printing": { reader: "cashier", english: "The terminal is printing" },
  "terminal-paper-out": { reader: "cashier", english: "The terminal has no paper" },
} as const satisfies Record<string, { readonly reader: "shopper" | "cashier"; readonly english: string }>;

/**
 * Any prompt of the list.
 * @public
 */
export type PromptId = keyof typeof prompts;

/**
 * Parses a prompt id that came from outside.
 * @public
 */
export function isPromptId(value: unknown): value is PromptId {
  return typeof value === "string" && Object.hasOwn(prompts, value);
}
