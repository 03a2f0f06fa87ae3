/**
 * A network in memory: WebSockets as the client sees them, and their far ends. It can be down, lose frames, and break
 * at any frame, before or after it arrives.
 */
import type { WebSocketConstructor, WebSocketEvent, WebSocketLike } from "../../src/web-socket.ts";
import type { VirtualClock } from "@tillwire/plugin-test";

/** The bridge's end of a connection. */
export interface FarEnd {
  readonly protocols: readonly string[];
  send(text: string): void;
  close(code: number, reason: string): void;
  onText: (text: string) => void;
  onGone: () => void;
}

export interface SeenFrame {
  readonly from: "client" | "bridge";
  readonly text: string;
}

/**
 * What happens to a frame: it arrives, once or twice; it is lost with the connection; it arrives and the connection
 * breaks then; the connection breaks and it arrives long after.
 */
export type FrameFate = "arrives" | "twice" | "lost" | "last" | "late";

type EventName = "open" | "message" | "close" | "error";

const latencyMs = 1;
const lateMs = 8_000;
const retryMs = 500;

export class FakeNetwork {
  /** Whoever listens at the address. Nobody: connections are refused. */
  listener: ((end: FarEnd) => void) | undefined;
  /** Decides each frame's fate, by its number since the network was made. */
  fate: (frame: SeenFrame, index: number) => FrameFate = () => "arrives";
  /** Connections open, but nothing comes through. */
  isSilent = false;
  readonly frames: SeenFrame[] = [];
  readonly #sockets = new Set<FakeSocket>();
  readonly clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.clock = clock;
  }

  /** The WebSocket of a machine. Without power its sockets do nothing any more. */
  poweredBy(power: AbortSignal): WebSocketConstructor {
    const open = (protocols: readonly string[]): WebSocketLike =>
      power.aborted ? deadSocket : new FakeSocket(this, protocols);
    return function (_url: string, protocols: string[]) {
      return open(protocols);
    } as unknown as WebSocketConstructor;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of [...this.#sockets]) socket.break();
  }

  add(socket: FakeSocket): void {
    this.#sockets.add(socket);
  }

  remove(socket: FakeSocket): void {
    this.#sockets.delete(socket);
  }

  carry(socket: FakeSocket, frame: SeenFrame, arrive: () => void): void {
    if (this.isSilent) return;
    this.frames.push(frame);
    const fate = this.fate(frame, this.frames.length - 1);
    if (fate === "late") this.clock.after(lateMs, arrive);
    this.clock.after(latencyMs, () => {
      if (!socket.isOpen) return;
      if (fate === "late") return socket.break();
      if (fate !== "lost") arrive();
      if (fate === "twice") arrive();
      if (fate === "lost" || fate === "last") socket.break();
    });
  }
}

const deadSocket: WebSocketLike = {
  addEventListener: () => undefined,
  send: () => undefined,
  close: () => undefined,
};

class FakeSocket implements WebSocketLike {
  isOpen = false;
  readonly #network: FakeNetwork;
  readonly #listeners = new Map<EventName, ((event: WebSocketEvent) => void)[]>();
  #end: FarEnd | undefined;
  #isOver = false;

  constructor(network: FakeNetwork, protocols: readonly string[]) {
    this.#network = network;
    network.add(this);
    network.clock.after(latencyMs, () => this.#connect(protocols));
  }

  addEventListener(type: EventName, listener: (event: WebSocketEvent) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  send(text: string): void {
    if (!this.isOpen) return;
    this.#network.carry(this, { from: "client", text }, () => this.#end?.onText(text));
  }

  close(): void {
    this.#network.clock.after(0, () => this.over(1000, ""));
  }

  /** As when a cable is pulled and both sides notice. */
  break(): void {
    this.over(1006, "");
  }

  over(code: number, reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.isOpen = false;
    this.#network.remove(this);
    this.#end?.onGone();
    this.#tell("close", { code, reason });
  }

  #connect(protocols: readonly string[]): void {
    if (this.#isOver) return;
    const { listener, isSilent } = this.#network;
    if (isSilent) {
      this.#network.clock.after(retryMs, () => this.#connect(protocols));
      return;
    }
    if (listener === undefined) {
      this.#tell("error", {});
      this.over(1006, "");
      return;
    }
    this.isOpen = true;
    this.#tell("open", {});
    const end: FarEnd = {
      protocols,
      send: (text) => this.#network.carry(this, { from: "bridge", text }, () => this.#tell("message", { data: text })),
      close: (code, reason) => this.#network.clock.after(latencyMs, () => this.over(code, reason)),
      onText: () => undefined,
      onGone: () => undefined,
    };
    this.#end = end;
    listener(end);
  }

  #tell(type: EventName, event: Omit<WebSocketEvent, "type">): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ type, ...event });
  }
}
