/** P1 to P4: no orphan, no double charge, never paid without money, never falsely "not charged". */
import type { PaymentKey } from "@tillwire/plugin-api";
import { liveAt, liveFrom, stateOf } from "../harness/terminal-ledger.ts";
import type { Movement } from "../harness/terminal-ledger.ts";
import { movementsOf, recordsOf, toldViews } from "./ledgers.ts";
import type { Ledgers, Told } from "./ledgers.ts";

/** P1. Everything that is live at the end is known to the till, parked, or waits to be acknowledged. */
export function orphans(ledgers: Ledgers): readonly string[] {
  const { byKey, unaccounted } = movementsOf(ledgers);
  const approved = new Set(
    recordsOf(ledgers, "outcome").flatMap(({ key, outcome }) => (outcome.kind === "approved" ? [key] : [])),
  );
  const parked = new Set(recordsOf(ledgers, "parked").map(({ key }) => key));
  const strays = unaccounted
    .filter((entry) => stateOf(entry) === "live")
    .map(({ references }) => JSON.stringify(references));
  const lost = [...byKey].filter(([key, entries]) => entries.some(isLive) && !approved.has(key) && !parked.has(key));
  return [
    ...strays.map((references) => `P1: live, and the journal knows nothing of it: ${references}`),
    ...lost.map(([key]) => `P1: ${key} is live, but neither approved nor parked.`),
    ...unacknowledged(ledgers),
    ...needlesslyParked(ledgers),
  ];
}

/** A till that was there at the end has acknowledged all that it asked for. */
function unacknowledged(ledgers: Ledgers): readonly string[] {
  const present = ledgers.tills.filter(({ returned }) => returned).map(({ till }) => till);
  const asked = new Set(
    present.flatMap(({ requests }) =>
      requests.flatMap(({ command }) => (command.type === "payment.sale" ? [command.key] : [])),
    ),
  );
  const acknowledged = new Set(recordsOf(ledgers, "acknowledged").map(({ key }) => key));
  const missing = recordsOf(ledgers, "outcome").filter(({ key }) => asked.has(key) && !acknowledged.has(key));
  return missing.map(({ key }) => `P1: ${key} has an outcome that its till never acknowledged.`);
}

/** Parked is empty where the terminal can be asked by our reference, and can undo by it. */
function needlesslyParked(ledgers: Ledgers): readonly string[] {
  const able = ledgers.terminals.filter(({ traits }) => traits.level !== "D" && traits.reverses === "yes");
  const lanes = new Set(able.map(({ lane }) => lane));
  return recordsOf(ledgers, "parked").flatMap(({ key, lane, reason }) =>
    lanes.has(lane) ? [`P1: ${key} is parked: ${reason}`] : [],
  );
}

/** P2. At most one live approval a key, and one request a key. */
export function doubleCharges(ledgers: Ledgers): readonly string[] {
  const movements = [...movementsOf(ledgers).byKey];
  return movements.flatMap(([key, entries]) => {
    const live = entries.filter((entry) => entry.history.some(({ state }) => state === "live"));
    return live.length > 1 ? [`P2: ${key} was charged ${live.length} times.`] : [];
  });
}

/** P3. Told approved: then the money is there, as much as was told, and it stays. */
export function paidWithoutMoney(ledgers: Ledgers): readonly string[] {
  const { byKey } = movementsOf(ledgers);
  return toldViews(ledgers).flatMap(({ key, stamp, view: { outcome } }) => {
    if (outcome?.kind !== "approved") return [];
    const { authorizedMinor } = outcome.breakdown;
    const covered = (byKey.get(key) ?? []).some(
      (entry) => liveAt(entry, stamp) && isLive(entry) && entry.approval?.breakdown.authorizedMinor === authorizedMinor,
    );
    return covered ? [] : [`P3: ${key} was told approved for ${authorizedMinor}, and the money is not there.`];
  });
}

/** P4. Told "not charged": nothing is live from then on, or an undoing was written down before and came to an end. */
export function falselyNotCharged(ledgers: Ledgers): readonly string[] {
  const { byKey } = movementsOf(ledgers);
  return toldViews(ledgers).flatMap((told) => {
    const { outcome } = told.view;
    if (!outcome || outcome.kind === "approved") return [];
    const entries = byKey.get(told.key) ?? [];
    const ok = outcome.reversal
      ? undoingHolds(ledgers, told, entries)
      : !entries.some((entry) => liveFrom(entry, told.stamp));
    return ok
      ? []
      : [`P4: ${told.key} was told ${outcome.kind} (${outcome.reversal ?? "nothing to undo"}), and was charged.`];
  });
}

function undoingHolds(ledgers: Ledgers, { key, stamp, view }: Told, entries: readonly Movement[]): boolean {
  const { outcome } = view;
  const progress = outcome && outcome.kind !== "approved" ? outcome.reversal : undefined;
  const before = (type: "reversal" | "reversed" | "parked"): boolean =>
    recordsOf(ledgers, type).some((record) => record.key === key && record.stamp <= stamp);
  switch (progress) {
    case "done":
      return before("reversed") && !entries.some((entry) => liveFrom(entry, stamp));
    case "parked":
      return before("parked");
    case "pending":
    case undefined:
      return before("reversal") && (!entries.some(isLive) || isParked(ledgers, key));
  }
}

function isParked(ledgers: Ledgers, key: PaymentKey): boolean {
  return recordsOf(ledgers, "parked").some((record) => record.key === key);
}

function isLive(entry: Movement): boolean {
  return stateOf(entry) === "live";
}
