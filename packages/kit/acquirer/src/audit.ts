/** What an auditor wants to know of a ledger: what became of each request, and what is live. Pure. */
import { createBooks } from "./ledger/books.ts";
import type { LedgerFact, RequestKey } from "./ledger/entry.ts";

/** One request that was decided. */
export interface AuditedAuthorization extends RequestKey {
  /** `live`: the shopper is charged, or the amount is held. */
  readonly state: "live" | "reversed" | "declined";
  readonly kind: "hold" | "booking";
  /** Of the settings; never a card number. Missing where the card was not known. */
  readonly account?: string;
  readonly requestedMinor: number;
  /** What was approved, also when it was reversed; 0 when declined. */
  readonly authorizedMinor: number;
  readonly currency: string;
  readonly responseCode: string;
  readonly authorizationCode?: string;
}

/** A ledger as an auditor sees it. */
export interface Audit {
  /** Oldest first. */
  readonly authorizations: readonly AuditedAuthorization[];
  /** Requests that were reversed before they came, and may not come any more. */
  readonly barred: readonly string[];
  /** The sum of what is live, by currency. */
  readonly liveMinor: Readonly<Record<string, number>>;
}

/** Audits these entries. Throws `STORAGE_UNUSABLE` for an impossible ledger. */
export function auditLedger(facts: Iterable<LedgerFact>): Audit {
  const books = createBooks(facts);
  const authorizations = [...books.authorizations.values()].map(
    ({ request, reversed, kind, account, responseCode, ...fact }): AuditedAuthorization => ({
      ...request,
      state: fact.authorizedMinor === 0 ? "declined" : reversed ? "reversed" : "live",
      kind,
      ...(account !== undefined && { account }),
      requestedMinor: fact.requestedMinor,
      authorizedMinor: fact.authorizedMinor,
      currency: fact.currency,
      responseCode,
      ...(fact.authorizationCode !== undefined && { authorizationCode: fact.authorizationCode }),
    }),
  );
  const liveMinor: Record<string, number> = {};
  for (const { state, currency, authorizedMinor } of authorizations) {
    if (state === "live") liveMinor[currency] = (liveMinor[currency] ?? 0) + authorizedMinor;
  }
  return { authorizations, barred: [...books.barred], liveMinor };
}
