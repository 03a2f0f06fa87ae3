/** What the journal alone shows: the order of records, terminals that must not get two sales, and that all came to an end. */
import type { PaymentKey } from "@tillwire/plugin-api";
import { nameOf } from "../harness/terminal-ledger.ts";
import { movementsOf, recordsOf } from "./ledgers.ts";
import type { Ledgers } from "./ledgers.ts";

/** `sent` is durable before anything reaches the terminal. */
export function sentTooEarly(ledgers: Ledgers): readonly string[] {
  const { byKey } = movementsOf(ledgers);
  return recordsOf(ledgers, "sent").flatMap(({ key, references, stamp }) => {
    const own = (byKey.get(key) ?? []).filter((entry) => nameOf(entry.references) === nameOf(references));
    const early = own.some(({ history }) => (history[0]?.stamp ?? stamp) < stamp);
    return early ? [`Order: ${key} reached the terminal before it was written down.`] : [];
  });
}

/** R5. A terminal of level C or D gets nothing new until the old payment is settled. */
export function overtaken(ledgers: Ledgers): readonly string[] {
  return ledgers.terminals.flatMap(({ lane, traits }) => {
    if (traits.level !== "C" && traits.level !== "D") return [];
    const open = new Set<PaymentKey>();
    const undoing = new Set<PaymentKey>();
    return ledgers.journal
      .filter((entry) => entry.lane === lane)
      .flatMap(({ record }) => {
        if (record.type === "sent") {
          const others = [...open, ...undoing];
          open.add(record.key);
          return others.length > 0 ? [`R5: ${record.key} was sent while ${others.join(", ")} was open.`] : [];
        }
        if (record.type === "reversal") undoing.add(record.key);
        if (record.type === "outcome" || record.type === "parked") open.delete(record.key);
        if (record.type === "reversed" || record.type === "parked") undoing.delete(record.key);
        return [];
      });
  });
}

/** P7. No payment begins that was only asked for while room was short. */
export function takenWithoutRoom(ledgers: Ledgers): readonly string[] {
  const requests = ledgers.tills.flatMap(({ till }) => till.requests);
  return recordsOf(ledgers, "intent").flatMap(({ key, stamp }) => {
    const hadRoom = requests.some(
      (asked) =>
        asked.command.type === "payment.sale" &&
        asked.command.key === key &&
        asked.stamp <= stamp &&
        ledgers.rooms.findLast((change) => change.stamp <= asked.stamp)?.room !== "short",
    );
    return hadRoom ? [] : [`P7: ${key} was taken while room was short.`];
  });
}

/** P9. With the trouble gone, everything came to an end. */
export function unfinished(ledgers: Ledgers): readonly string[] {
  const keysOf = (type: "outcome" | "parked" | "reversed"): ReadonlySet<PaymentKey> =>
    new Set(recordsOf(ledgers, type).map(({ key }) => key));
  const [final, parked, reversed] = [keysOf("outcome"), keysOf("parked"), keysOf("reversed")];
  return [
    ...recordsOf(ledgers, "intent").flatMap(({ key }) =>
      final.has(key) || parked.has(key) ? [] : [`P9: ${key} is still open.`],
    ),
    ...recordsOf(ledgers, "reversal").flatMap(({ key }) =>
      reversed.has(key) || parked.has(key) ? [] : [`P9: ${key} is still being undone.`],
    ),
  ];
}

/** One decision a payment: an approved outcome and a reversal exclude each other. */
export function decidedTwice(ledgers: Ledgers): readonly string[] {
  const undone = new Set(recordsOf(ledgers, "reversal").map(({ key }) => key));
  const seen = new Set<PaymentKey>();
  return recordsOf(ledgers, "outcome").flatMap(({ key, outcome }) => {
    const again = seen.has(key);
    seen.add(key);
    const both = outcome.kind === "approved" && undone.has(key);
    return again || both ? [`Order: ${key} was decided twice.`] : [];
  });
}
