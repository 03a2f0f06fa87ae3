/** A port: the way between host and hosted plugin. In memory it clones, as the one between threads does. */
import type { MessagePort } from "node:worker_threads";

/** One end of a port. What is posted after `close` is dropped, on both sides. */
export interface Port<Outgoing> {
  /** Throws when the message cannot be cloned. */
  post(message: Outgoing): void;
  /** Sets the one who listens. Messages wait until there is one. */
  listen(listener: (message: unknown) => void): void;
  close(): void;
}

/** The end of a port between threads. A message that cannot be read arrives as `undefined`: nonsense. */
export function threadPort<Outgoing>(port: MessagePort): Port<Outgoing> {
  return {
    post: (message) => port.postMessage(message),
    listen(listener) {
      port.on("messageerror", () => listener(undefined));
      port.on("message", listener);
    },
    close: () => port.close(),
  };
}

/** A pair of ports in this thread. Messages arrive in order, after the code that posted them has run. */
export function memoryPorts<First, Second>(): readonly [Port<First>, Port<Second>] {
  const [toFirst, toSecond] = [createLine(), createLine()];
  const close = (): void => {
    toFirst.close();
    toSecond.close();
  };
  return [
    { post: toSecond.post, listen: toFirst.listen, close },
    { post: toFirst.post, listen: toSecond.listen, close },
  ];
}

function createLine() {
  let open = true;
  const listener = Promise.withResolvers<(message: unknown) => void>();

  async function deliver(message: unknown): Promise<void> {
    const receive = await listener.promise;
    if (open) receive(message);
  }
  return {
    post(message: unknown): void {
      if (open) void deliver(structuredClone(message));
    },
    listen: listener.resolve,
    close(): void {
      open = false;
    },
  };
}
