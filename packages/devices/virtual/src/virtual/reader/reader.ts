/**
 * The virtual reader: one session with a bridge at a time, one read at a time. Whatever was begun for a bridge that is
 * gone is ended: its card is given back, and nothing is asked or answered for it any more.
 */
import type { ByteLink, Clock, FinishResult, RandomBytes } from "@tillwire/plugin-api";
import { errorData } from "@tillwire/plugin-api";
import { PROTOCOL_VERSION, READER_FRAME_BYTES_MAX } from "../../protocol/limits.ts";
import { encodeReaderMessage, parseBridgeMessage } from "../../protocol/reader-messages.ts";
import type { BridgeMessage, ReaderMessage, ReaderMessageOf } from "../../protocol/reader-messages.ts";
import { createClientSide } from "../shell/client-side.ts";
import type { ClientSide } from "../shell/client-side.ts";
import { createDesk } from "./desk.ts";
import type { Desk } from "./desk.ts";
import { parseReaderSettings } from "./settings.ts";
import type { ReaderSettings, ReaderSettingsInput } from "./settings.ts";
import type { PlanName } from "./shopper.ts";
import type { ReaderStore } from "./store.ts";

/** What a virtual reader is made of. */
export interface VirtualReaderOptions {
  readonly clock: Clock;
  /** Makes unpredictable numbers, challenges and transaction names. */
  readonly random: RandomBytes;
  readonly store: ReaderStore;
  readonly settings?: ReaderSettingsInput;
  readonly onEvent?: (event: ReaderEvent) => void;
}

/** Something that happened, ready to be printed. Holds no card data. */
export interface ReaderEvent {
  readonly type: "connected" | "disconnected" | "received" | "sent" | "bad-input";
  readonly atMs: number;
  readonly text: string;
}

/** A reader that is on. Disposing it is pulling the plug. */
export interface VirtualReader extends AsyncDisposable {
  readonly settings: ReaderSettings;
  readonly reachable: boolean;
  /** A bridge connected. The link is the reader's from now on. */
  attach(link: ByteLink): void;
  /** The shopper of the next read does this, whatever its amount. */
  shopNext(plan: PlanName): void;
}

/** Switches a reader on. Rejects with `SETTINGS_INVALID` or `STORAGE_UNUSABLE`. */
export async function createVirtualReader(options: VirtualReaderOptions): Promise<VirtualReader> {
  const settings = parseReaderSettings(options.settings ?? {});
  const desk = await createDesk({ ...options, settings });
  return new Reader(options, settings, desk);
}

class Reader implements VirtualReader {
  readonly settings: ReaderSettings;
  readonly #options: VirtualReaderOptions;
  readonly #desk: Desk;
  readonly #sides = new Set<ClientSide>();
  #session: Session | undefined;
  #on = true;

  constructor(options: VirtualReaderOptions, settings: ReaderSettings, desk: Desk) {
    this.#options = options;
    this.settings = settings;
    this.#desk = desk;
  }

  get reachable(): boolean {
    return this.#on;
  }

  shopNext(plan: PlanName): void {
    this.#desk.shopNext(plan);
  }

  attach(link: ByteLink): void {
    if (!this.#on) return void link[Symbol.asyncDispose]();
    this.#session?.end();
    const session = new Session(this.#desk, this.settings, (message) => this.#send(session, side, message));
    const side: ClientSide = createClientSide<BridgeMessage>(link, this.#options.clock, {
      frameBytesMax: READER_FRAME_BYTES_MAX,
      parse: parseBridgeMessage,
      message: (message) => {
        this.#tell("received", message.type);
        session.receive(message);
        return this.#closeIfOver(session, side);
      },
      badInput: (code, problem) => {
        this.#tell("bad-input", problem);
        session.throwOut(code === "frame-invalid" ? "frame-invalid" : "message-invalid", problem);
        return this.#closeIfOver(session, side);
      },
      ended: async () => {
        session.end();
        this.#sides.delete(side);
        this.#tell("disconnected", "the bridge is gone");
        await side.close();
      },
    });
    this.#session = session;
    this.#sides.add(side);
    this.#tell("connected", "a bridge connected");
    void this.#expectHello(session, side);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#on = false;
    this.#session?.end();
    await Promise.all([...this.#sides].map((side) => side.close()));
    await this.#desk[Symbol.asyncDispose]();
  }

  async #expectHello(session: Session, side: ClientSide): Promise<void> {
    try {
      await this.#options.clock.sleep(this.settings.helloTimeoutMs, session.over);
    } catch {
      return; // it ended before
    }
    if (session.greeted) return;
    session.throwOut("hello-expected", "No hello came in time.");
    await this.#closeIfOver(session, side);
  }

  #send(session: Session, side: ClientSide, message: ReaderMessage): void {
    if (session !== this.#session) return;
    this.#tell("sent", message.type);
    side.send(encodeReaderMessage(message));
  }

  async #closeIfOver(session: Session, side: ClientSide): Promise<void> {
    if (session.over.aborted) await side.close();
  }

  #tell(type: ReaderEvent["type"], text: string): void {
    this.#options.onEvent?.({ type, atMs: this.#options.clock.nowMs(), text });
  }
}

/** One bridge's session. */
class Session {
  readonly #desk: Desk;
  readonly #settings: ReaderSettings;
  readonly #send: (message: ReaderMessage) => void;
  readonly #over = new AbortController();
  #reading: AbortController | undefined;
  #choice: ((index: number) => void) | undefined;
  greeted = false;

  constructor(desk: Desk, settings: ReaderSettings, send: (message: ReaderMessage) => void) {
    this.#desk = desk;
    this.#settings = settings;
    this.#send = send;
  }

  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Nobody listens any more. */
  end(): void {
    this.#over.abort();
    this.#reading?.abort();
    this.#desk.giveCardBack();
  }

  throwOut(code: ReaderMessageOf<"error">["code"], problem: string): void {
    this.#send({ type: "error", code, message: problem });
    this.end();
  }

  receive(message: BridgeMessage): void {
    if (this.over.aborted) return;
    if (message.type === "hello") return this.#greet(message.versions);
    if (!this.greeted) return this.throwOut("hello-expected", "The first message is hello.");
    this.#serve(message);
  }

  #greet(versions: readonly number[]): void {
    if (this.greeted) return this.throwOut("message-invalid", "There was a hello already.");
    if (!versions.includes(PROTOCOL_VERSION)) {
      return this.throwOut("version-unsupported", `This reader speaks version ${PROTOCOL_VERSION} only.`);
    }
    this.greeted = true;
    const { serialNumber, currency } = this.#settings;
    this.#send({ type: "welcome", version: PROTOCOL_VERSION, serialNumber, currency, entries: readerEntries });
  }

  #serve(message: Exclude<BridgeMessage, { type: "hello" }>): void {
    switch (message.type) {
      case "read":
        return void this.#read(message.order);
      case "cancel":
        return this.#reading?.abort();
      case "choose":
        return this.#choice?.(message.index);
      case "finish":
        return void this.#finish(message);
      case "abandon":
        this.#desk.giveCardBack();
        return this.#send({ type: "abandoned", transactionId: message.transactionId });
      case "load-parameters":
        return void this.#load(message.parameters);
      case "which-parameters":
        return this.#send({ type: "parameters", hash: this.#desk.parametersHash });
      case "show":
        return this.#send({ type: "shown", prompt: message.prompt });
      case "ping":
        return this.#send({ type: "pong", count: message.count });
    }
  }

  async #read(order: Extract<BridgeMessage, { type: "read" }>["order"]): Promise<void> {
    const refusal = this.#reading ? busy : this.#desk.refusalOf(order);
    if (refusal !== undefined) return this.#send({ type: "refused", request: "read", ...refusal });
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const result = await this.#desk.read(
        order,
        { send: this.#send, choose: (labels) => this.#choose(labels) },
        reading.signal,
      );
      this.#reading = undefined;
      this.#send({ type: "read-result", result });
    } catch (thrown) {
      this.#reading = undefined;
      this.#refuse("read", thrown);
    }
  }

  /** Asks the bridge; its POS answers, or its defaults do. */
  #choose(labels: readonly string[]): Promise<number> {
    this.#send({ type: "question", labels });
    return new Promise((resolve) => {
      this.#choice = resolve;
      this.over.addEventListener("abort", () => resolve(0), { once: true });
      this.#reading?.signal.addEventListener("abort", () => resolve(0), { once: true });
    });
  }

  async #finish({ transactionId, answer }: Extract<BridgeMessage, { type: "finish" }>): Promise<void> {
    try {
      const done: FinishResult | undefined = await this.#desk.finish(transactionId, answer, this.#send);
      if (done !== undefined) {
        const result = { accepted: done.accepted, ...(done.emv && { emv: { ...done.emv } }) };
        return this.#send({ type: "finished", transactionId, result });
      }
      const text = "There is no transaction of this name.";
      this.#send({ type: "refused", request: "finish", reason: "unknown-transaction", message: text });
    } catch (thrown) {
      this.#refuse("finish", thrown);
    }
  }

  async #load(parameters: Extract<BridgeMessage, { type: "load-parameters" }>["parameters"]): Promise<void> {
    if (this.#reading) return this.#send({ type: "refused", request: "load-parameters", ...busy });
    try {
      await this.#desk.loadParameters(parameters);
      this.#send({ type: "parameters", hash: this.#desk.parametersHash });
    } catch (thrown) {
      this.#refuse("load-parameters", thrown);
    }
  }

  #refuse(request: ReaderMessageOf<"refused">["request"], thrown: unknown): void {
    this.#send({ type: "refused", request, reason: "failed", message: errorData(thrown).message.slice(0, 300) });
  }
}

const busy = { reason: "busy", message: "A read is under way." } as const;
/** Ways in which this reader takes a card. */
const readerEntries = ["chip", "contactless", "swipe", "fallback-swipe", "manual"] as const;
