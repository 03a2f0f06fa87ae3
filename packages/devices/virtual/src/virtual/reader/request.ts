/** What a read is asked for, in the reader's own terms. */
import type { EmvParameterSet, RandomBytes, ReadRequest } from "@tillwire/plugin-api";
import type { KernelInput } from "./kernel/kernel.ts";
import type { LoggedSale } from "./kernel/risk.ts";
import type { Way } from "./shopper.ts";

/** A read as it comes over the wire: no attempt, the reader needs it for nothing. */
export type ReadOrder = Omit<ReadRequest, "attemptId">;

/** EMV transaction types (tag 9C). */
const transactionTypes = {
  sale: 0x00,
  authorize: 0x00,
  verify: 0x00,
  refund: 0x20,
  token: 0x00,
  balance: 0x31,
} as const;
const withCashback = 0x09;

/** What the kernel begins with. */
export function kernelInput(
  order: ReadOrder,
  own: {
    readonly parameters: EmvParameterSet;
    readonly log: readonly LoggedSale[];
    readonly random: RandomBytes;
    readonly nowMs: number;
    readonly sequence: number;
    readonly settings: { readonly serialNumber: string };
  },
): KernelInput {
  const now = new Date(own.nowMs).toISOString(); // 2026-11-24T12:00:00.000Z
  const { parameters, log, random, sequence, settings } = own;
  return {
    parameters,
    log,
    random,
    serialNumber: settings.serialNumber,
    readOnly: isReadOnly(order),
    terms: {
      amountMinor: order.amount.amountMinor,
      cashbackMinor: order.cashbackMinor,
      transactionType: order.cashbackMinor > 0 ? withCashback : transactionTypes[order.kind],
      date: now.slice(2, 10).replaceAll("-", ""),
      time: now.slice(11, 19).replaceAll(":", ""),
      sequence,
    },
  };
}

/** The card is only read. */
export function isReadOnly({ kind }: ReadOrder): boolean {
  return kind === "refund" || kind === "token";
}

/** The ways that may be used now. */
export function waysOf({ entries }: ReadOrder): ReadonlySet<Way> {
  const ways = new Set<Way>();
  for (const entry of entries) {
    if (entry === "fallback-swipe") ways.add("swipe");
    else if (entry !== "token") ways.add(entry);
  }
  return ways;
}

/** The way that a shopper takes: the wanted one where it may be used, else the first that may. */
export function wayTaken(order: ReadOrder, wanted: Way): Way | undefined {
  const ways = waysOf(order);
  if (order.again === "contact-required" && ways.has("chip")) return "chip";
  if (order.again === "other-interface" && ways.has("swipe") && wanted === "chip") return "swipe";
  if (ways.has(wanted)) return wanted;
  return (["chip", "contactless", "swipe", "manual"] as const).find((way) => ways.has(way));
}
