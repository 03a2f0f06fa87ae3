/** What the auditor reads: the tills' own logs, the journal, the terminals' own ledgers. Nothing of the engine's insides. */
import type { LaneId, PaymentEvent, PaymentKey, PaymentView, PosReply } from "@tillwire/plugin-api";
import type { EngineRecord } from "../../src/index.ts";
import { nameOf } from "../harness/terminal-ledger.ts";
import type { Movement } from "../harness/terminal-ledger.ts";
import type { TerminalTraits } from "../harness/terminal-traits.ts";
import type { Till } from "../harness/till.ts";
import type { DurableRecord } from "../harness/virtual-journal.ts";

/** What the journal said of its room, and when. */
export interface RoomChange {
  readonly stamp: number;
  readonly room: "enough" | "short";
}

/** The three ledgers of a day, and what the journal said of its room. */
export interface Ledgers {
  readonly journal: readonly DurableRecord[];
  readonly rooms: readonly RoomChange[];
  /** The books of whoever moves the money of a lane: its terminal, or the payment host behind its reader. */
  readonly terminals: readonly {
    readonly lane: LaneId;
    readonly traits: Pick<TerminalTraits, "level" | "reverses">;
    readonly entries: readonly Movement[];
  }[];
  /** `returned`: was it there at the end, to ask for its payments? */
  readonly tills: readonly { readonly till: Till; readonly returned: boolean }[];
}

/** Something that a till was told about a payment. */
export interface Told {
  readonly stamp: number;
  readonly till: string;
  readonly key: PaymentKey;
  readonly view: PaymentView;
}

/** A record of one type with the moment from which it survives. */
export type Kept<Type extends EngineRecord["type"]> = Extract<EngineRecord, { readonly type: Type }> & {
  readonly stamp: number;
  readonly lane: LaneId;
};

/** All records of a type, as they became durable. */
export function recordsOf<Type extends EngineRecord["type"]>({ journal }: Ledgers, type: Type): readonly Kept<Type>[] {
  return journal.flatMap(({ record, stamp, lane }) => (isOf(record, type) ? [{ ...record, stamp, lane }] : []));
}

function isOf<Type extends EngineRecord["type"]>(
  record: EngineRecord,
  type: Type,
): record is Extract<EngineRecord, { readonly type: Type }> {
  return record.type === type;
}

/** Every statement about a payment that any till has heard, in the order in which they were heard. */
export function toldViews({ tills }: Ledgers): readonly Told[] {
  const told = tills.flatMap(({ till }) => [
    ...till.requests.flatMap(({ replies }) =>
      replies.flatMap(({ stamp, reply }) => viewsIn(reply).map((view) => toldBy(till, stamp, view))),
    ),
    ...till.events.flatMap(({ stamp, event }) => viewOf(event).map((view) => toldBy(till, stamp, view))),
  ]);
  return told.toSorted((one, other) => one.stamp - other.stamp);
}

function toldBy({ name }: Till, stamp: number, view: PaymentView): Told {
  return { stamp, till: name, key: view.key, view };
}

function viewsIn(reply: PosReply): readonly PaymentView[] {
  return reply.kind === "result" && "payment" in reply.result ? [reply.result.payment] : [];
}

function viewOf({ body }: PaymentEvent): readonly PaymentView[] {
  return body.type === "completed" || body.type === "resolved" ? [body.payment] : [];
}

/**
 * What terminals did, by payment key. Entries that no durable `sent` accounts for stand apart. What was keyed in by hand is
 * the cashier's, not the bridge's.
 */
export interface Movements {
  readonly byKey: ReadonlyMap<PaymentKey, readonly Movement[]>;
  readonly unaccounted: readonly Movement[];
}

/** Finds out which payment each ledger entry belongs to, by the references in the journal. */
export function movementsOf(ledgers: Ledgers): Movements {
  const keys = new Map(recordsOf(ledgers, "sent").map(({ references, key }) => [nameOf(references), key]));
  const entries = ledgers.terminals.flatMap((terminal) => terminal.entries);
  const byKey = new Map<PaymentKey, Movement[]>();
  const unaccounted: Movement[] = [];
  for (const entry of entries) {
    const name = nameOf(entry.references);
    if (name === "") continue;
    const key = keys.get(name);
    if (key === undefined) unaccounted.push(entry);
    else byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  }
  return { byKey, unaccounted };
}
