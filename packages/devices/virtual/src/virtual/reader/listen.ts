/** A virtual reader that listens on TCP and keeps its state in a file: what runs as a process of its own. */
import { randomBytes } from "node:crypto";
import { listenOnTcp } from "../shell/tcp-server.ts";
import { systemClock } from "../shell/system-clock.ts";
import { lockLedger } from "../ledger/lock.ts";
import { createVirtualReader } from "./reader.ts";
import type { ReaderEvent, VirtualReader } from "./reader.ts";
import type { ReaderSettingsInput } from "./settings.ts";
import { fileReaderStore } from "./store.ts";

/** Where to listen, and what the reader is like. */
export interface ReaderListenOptions {
  /** Where keys' counter, parameters and cards' memories are kept. The folder has to be there. */
  readonly stateFile: string;
  /** Loopback when left out: the protocol has no door. */
  readonly host?: string;
  /** A free one when left out, or 0. */
  readonly port?: number;
  readonly settings?: ReaderSettingsInput;
  readonly onEvent?: (event: ReaderEvent) => void;
}

/** A reader that listens. Disposing it stops the server and the reader. */
export interface ListeningReader extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly reader: VirtualReader;
}

/** Starts. Rejects with `PORT_TAKEN`, `STORAGE_UNUSABLE`, `OWNED_ELSEWHERE` or `SETTINGS_INVALID`. */
export async function listenVirtualReader(options: ReaderListenOptions): Promise<ListeningReader> {
  const { stateFile, host = "127.0.0.1", port = 0, settings = {}, onEvent } = options;
  const lock = await lockLedger(stateFile);
  try {
    const reader = await createVirtualReader({
      clock: systemClock,
      random: (length) => new Uint8Array(randomBytes(length)),
      store: fileReaderStore(stateFile),
      settings,
      ...(onEvent && { onEvent }),
    });
    const server = await listenOnTcp(reader, { host, port });
    const close = async (): Promise<void> => {
      const closed = server[Symbol.asyncDispose](); // it waits for connections that the reader ends
      await reader[Symbol.asyncDispose]();
      await closed;
      await lock[Symbol.asyncDispose]();
    };
    return { host: server.host, port: server.port, reader, [Symbol.asyncDispose]: close };
  } catch (thrown) {
    await lock[Symbol.asyncDispose]();
    throw thrown;
  }
}
