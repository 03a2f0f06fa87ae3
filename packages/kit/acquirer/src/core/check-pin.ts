/** The PIN of a request against the account's. Wrong ones are counted in the ledger; three in a row block. */
import { decryptPin } from "@tillwire/keys";
import { TillwireError } from "@tillwire/plugin-api";
import { pinKeyOf } from "../crypto/transaction-keys.ts";
import type { AccountBooks } from "../ledger/books.ts";
import type { Account, AcquirerSettings } from "../settings.ts";
import { behaviorOf } from "./behaviors.ts";
import type { Fault } from "./check-account.ts";
import type { AuthorizationRequest } from "./read-request.ts";

/** Three wrong PINs, and the account takes none any more. */
const pinTries = 3;

/** What came of it. */
interface CheckedPin {
  readonly fault?: Fault;
  readonly pin?: "right" | "wrong";
}

/** What was sent, and what is known of the account. */
interface PinQuestion {
  readonly request: AuthorizationRequest;
  readonly account: Account;
  readonly books: AccountBooks;
}

/** Checks the PIN of a request; nothing where there is none. */
export function checkPin(settings: AcquirerSettings, { request, account, books }: PinQuestion): CheckedPin {
  if (!request.pin) return {};
  if (books.wrongPins >= pinTries) return { fault: { code: "75", why: "the PIN is blocked" } };
  const wrongOnPurpose = behaviorOf(request.amountMinor)?.kind === "first-pin-wrong" && books.wrongPins === 0;
  if (!wrongOnPurpose && isRightPin(settings, account, request.pin)) return { pin: "right" };
  const blocks = books.wrongPins + 1 >= pinTries;
  return { pin: "wrong", fault: { code: blocks ? "75" : "55", why: "the PIN is wrong" } };
}

/** A block that is no PIN block is a wrong PIN: nobody learns which of the two it was. */
function isRightPin(
  { keySets }: AcquirerSettings,
  { pan, pin }: Account,
  sent: NonNullable<AuthorizationRequest["pin"]>,
) {
  const key = pinKeyOf(keySets, sent.keySerialNumber);
  try {
    return pin !== undefined && decryptPin(key, sent.block, { format: 0, pan }) === pin;
  } catch (error) {
    if (TillwireError.is(error)) return false;
    throw error;
  }
}
