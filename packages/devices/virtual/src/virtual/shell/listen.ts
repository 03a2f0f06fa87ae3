/** A virtual terminal that listens on TCP and keeps its ledger in a file: what runs as a process of its own. */
import { openLedgerFile } from "../ledger/file.ts";
import type { TerminalSettingsInput } from "../settings.ts";
import type { TerminalEvent } from "./events.ts";
import { listenOnTcp } from "./tcp-server.ts";
import { systemClock } from "./system-clock.ts";
import { createVirtualTerminal } from "./terminal.ts";
import type { VirtualTerminal } from "./terminal.ts";

/** Where to listen, and what the terminal is like. */
export interface ListenOptions {
  /** Where the ledger is kept. The folder has to be there. */
  readonly ledgerFile: string;
  /** Loopback when left out: the protocol has no secrets and no door. */
  readonly host?: string;
  /** A free one when left out, or 0. */
  readonly port?: number;
  readonly settings?: TerminalSettingsInput;
  readonly onEvent?: (event: TerminalEvent) => void;
}

/** A terminal that listens. Disposing it stops the server and closes the ledger. */
export interface ListeningTerminal extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly terminal: VirtualTerminal;
}

/** Starts. Rejects with `PORT_TAKEN`, `STORAGE_UNUSABLE` or `SETTINGS_INVALID`. */
export async function listenVirtualTerminal(options: ListenOptions): Promise<ListeningTerminal> {
  const { ledgerFile, host = "127.0.0.1", port = 0, settings = {}, onEvent } = options;
  const opened: AsyncDisposable[] = [];
  const closeAll = async (): Promise<void> => {
    for (let last = opened.pop(); last !== undefined; last = opened.pop()) await last[Symbol.asyncDispose]();
  };
  try {
    const ledger = await openLedgerFile(ledgerFile);
    opened.push(ledger);
    const terminal = await createVirtualTerminal({ clock: systemClock, ledger, settings, ...(onEvent && { onEvent }) });
    opened.push(terminal);
    const server = await listenOnTcp(terminal, { host, port });
    opened.splice(-1, 0, server); // it waits for connections that the terminal ends
    return { host: server.host, port: server.port, terminal, [Symbol.asyncDispose]: closeAll };
  } catch (thrown) {
    await closeAll();
    throw thrown;
  }
}
