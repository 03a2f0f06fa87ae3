/** The sandbox acquirer as a server: sockets, the clock and the ledger's file around the pure core. */
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { TillwireError } from "@tillwire/plugin-api";
import { auditLedger, type Audit } from "../audit.ts";
import { decide } from "../core/decide.ts";
import type { Host } from "../core/check-card.ts";
import type { Decision } from "../core/decision.ts";
import { codec } from "../dialect.ts";
import { createBooks, type WritableBooks } from "../ledger/books.ts";
import { openLedgerFile, type LedgerFile } from "../ledger/file.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import { parseSettings, type AcquirerSettingsInput } from "../settings.ts";
import { serveLine } from "./line.ts";

/** Lines at the same time: a shop's lanes, and a few that are on their way in or out. */
const linesMax = 64;

/** Where to listen, and what the host is like. */
export interface AcquirerOptions {
  /** Where the ledger is kept. The folder has to be there. */
  readonly ledgerFile: string;
  /** Loopback when left out: the protocol has no door. */
  readonly host?: string;
  /** A free one when left out, or 0. */
  readonly port?: number;
  readonly settings?: AcquirerSettingsInput;
  /** UTC in milliseconds, for expiry dates and the ledger's times. The system's when left out. */
  readonly nowMs?: () => number;
  /** One line of text for everything that happens; never card data. */
  readonly onLog?: (text: string) => void;
}

/** A host that listens. Disposing it closes every line and the ledger. */
export interface Acquirer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** What the ledger says now. */
  audit(): Audit;
}

/** Starts. Rejects with `PORT_TAKEN`, `STORAGE_UNUSABLE`, `OWNED_ELSEWHERE` or `SETTINGS_INVALID`. */
export async function startAcquirer(options: AcquirerOptions): Promise<Acquirer> {
  const { ledgerFile, host = "127.0.0.1", port = 0, onLog = () => undefined } = options;
  const settings = parseSettings(options.settings ?? {});
  const known: Host = { settings, accounts: new Map(settings.accounts.map((account) => [account.pan, account])) };
  const ledger = await openLedgerFile(ledgerFile);
  try {
    const kept = [...ledger.entries];
    const books = createBooks(kept);
    const answer = createAnswering({ known, books, ledger, kept, nowMs: options.nowMs ?? Date.now });
    const lines = new Set<Socket>();
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      lines.add(socket);
      void serveLine(socket, { answer, log: onLog }).finally(() => lines.delete(socket)); // it never rejects
    });
    server.maxConnections = linesMax;
    const address = await listening(server, host, port);
    return {
      host: address.address,
      port: address.port,
      audit: () => auditLedger(kept),
      async [Symbol.asyncDispose]() {
        for (const line of lines) line.destroy();
        await new Promise<void>((resolve) => server.close(() => resolve()));
        await ledger[Symbol.asyncDispose]();
      },
    };
  } catch (thrown) {
    await ledger[Symbol.asyncDispose]();
    throw thrown;
  }
}

interface Parts {
  readonly known: Host;
  readonly books: WritableBooks;
  readonly ledger: LedgerFile;
  /** Every durable entry, for audits. */
  readonly kept: LedgerEntry[];
  readonly nowMs: () => number;
}

/**
 * Decisions are made one after the other, without waiting; each answer waits until all that it may rest on is durable. So
 * the disk's flush is shared by lines, and no answer says what a crash could take back.
 */
function createAnswering({ known, books, ledger, kept, nowMs }: Parts) {
  return async (bytes: Uint8Array): Promise<Decision | undefined> => {
    const now = nowMs();
    const decision = decide(known, books, { message: codec.decode(bytes), nowMs: now });
    if (!decision) return undefined;
    const at = new Date(now).toISOString();
    const entries = decision.facts.map((fact) => ({ ...fact, at }));
    for (const entry of entries) books.add(entry);
    await ledger.append(entries);
    kept.push(...entries); // in the ledger's order: what was appended first resolves first
    return decision;
  };
}

function listening(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    // Stays: a line that could not be accepted later on is no reason to end.
    server.on("error", (cause: NodeJS.ErrnoException) => reject(cannotListen(cause, `${host}:${port}`)));
    server.listen({ host, port }, () => {
      const address = server.address();
      if (address !== null && typeof address === "object") resolve(address);
    });
  });
}

function cannotListen(cause: NodeJS.ErrnoException, address: string): TillwireError {
  const taken = cause.code === "EADDRINUSE";
  const message = taken
    ? `Another program listens on ${address}. Stop it, or choose another port.`
    : `The acquirer cannot listen on ${address}: ${cause.message}. Choose another address.`;
  return new TillwireError(taken ? "PORT_TAKEN" : "SETTINGS_INVALID", { message, effect: "none", cause });
}
