/** What the ledger says, kept in memory: a fold over its entries. Impossible entries are refused, not passed over. */
import { TillwireError } from "@tillwire/plugin-api";
import { counterText, keyText, type AuthorizationFact, type LedgerFact } from "./entry.ts";

/** A request that was decided, and whether its approval was undone. */
export interface Authorization extends AuthorizationFact {
  readonly reversed: boolean;
}

/** What became of one account. */
export interface AccountBooks {
  /** Live approvals, by currency, in minor units. */
  readonly takenMinor: ReadonlyMap<string, number>;
  /** Wrong PINs since the last right one. */
  readonly wrongPins: number;
  /** Counters that chips of this account used. A card has 65,536. */
  readonly usedCounters: ReadonlySet<string>;
  readonly usedCryptograms: ReadonlySet<string>;
}

/** What a decision may look at. */
export interface Books {
  /** By the text of their key, oldest first. */
  readonly authorizations: ReadonlyMap<string, Authorization>;
  readonly barred: ReadonlySet<string>;
  readonly approvals: number;
  account(id: string): AccountBooks;
}

/** Books that grow. */
export interface WritableBooks extends Books {
  /** Throws `STORAGE_UNUSABLE` for a fact that cannot follow. */
  add(fact: LedgerFact): void;
}

interface Mutable {
  readonly takenMinor: Map<string, number>;
  wrongPins: number;
  readonly usedCounters: Set<string>;
  readonly usedCryptograms: Set<string>;
}

/** Makes the books of these entries. Throws `STORAGE_UNUSABLE` when they cannot have happened in this order. */
export function createBooks(facts: Iterable<LedgerFact> = []): WritableBooks {
  const authorizations = new Map<string, Authorization>();
  const barred = new Set<string>();
  const accounts = new Map<string, Mutable>();
  let approvals = 0;

  function accountOf(id: string): Mutable {
    const known = accounts.get(id) ?? {
      takenMinor: new Map(),
      wrongPins: 0,
      usedCounters: new Set(),
      usedCryptograms: new Set(),
    };
    accounts.set(id, known);
    return known;
  }

  function take(id: string | undefined, currency: string, amountMinor: number): void {
    if (id === undefined) return;
    const { takenMinor } = accountOf(id);
    takenMinor.set(currency, (takenMinor.get(currency) ?? 0) + amountMinor);
  }

  function authorize(fact: AuthorizationFact): void {
    const key = keyText(fact.request);
    if (authorizations.has(key) || barred.has(key)) throw cannotFollow(fact);
    authorizations.set(key, { ...fact, reversed: false });
    if (fact.authorizationCode !== undefined) approvals += 1;
    take(fact.account, fact.currency, fact.authorizedMinor);
    if (fact.account === undefined) return;
    const account = accountOf(fact.account);
    if (fact.chip) {
      account.usedCounters.add(counterText(fact.chip));
      account.usedCryptograms.add(fact.chip.cryptogram);
    }
    if (fact.pin !== undefined) account.wrongPins = fact.pin === "right" ? 0 : account.wrongPins + 1;
  }

  function add(fact: LedgerFact): void {
    const key = keyText(fact.request);
    const before = authorizations.get(key);
    switch (fact.type) {
      case "authorization":
        authorize(fact);
        return;
      case "reversal":
        if (!before || before.reversed || before.authorizedMinor !== fact.restoredMinor) throw cannotFollow(fact);
        authorizations.set(key, { ...before, reversed: true });
        take(before.account, before.currency, -fact.restoredMinor);
        return;
      case "barred":
        if (before || barred.has(key)) throw cannotFollow(fact);
        barred.add(key);
    }
  }

  for (const fact of facts) add(fact);
  return {
    authorizations,
    barred,
    get approvals() {
      return approvals;
    },
    account: accountOf,
    add,
  };
}

function cannotFollow({ type, request }: LedgerFact): TillwireError {
  return new TillwireError("STORAGE_UNUSABLE", {
    message: `The ledger says "${type}" of ${keyText(request)} where that cannot be. Use a ledger of this host alone.`,
    effect: "none",
  });
}
