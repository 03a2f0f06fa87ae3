/** Who waits for which message. A message is for the one who has waited longest among those that it fits. */
import type { TillwireError } from "@tillwire/plugin-api";
import type { TerminalMessage } from "../protocol/terminal-messages.ts";

/** Takes what fits out of a message, or nothing. */
export type Match<Answer, Message = TerminalMessage> = (message: Message) => Answer | undefined;

/** One who waits. */
export interface Waiter<Answer> {
  readonly answer: Promise<Answer>;
  /** Does not wait any more. */
  leave(): void;
}

/** All who wait on one connection. */
export interface Waiters<Message> {
  wait<Answer>(match: Match<Answer, Message>): Waiter<Answer>;
  /** False when nobody waits for this message. */
  offer(message: Message): boolean;
  /** Nothing will come any more. */
  fail(error: TillwireError): void;
}

/** Makes a list that is empty. */
export function createWaiters<Message>(): Waiters<Message> {
  const waiting = new Set<{ take(message: Message): boolean; reject(error: TillwireError): void }>();
  return {
    wait<Answer>(match: Match<Answer, Message>) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      promise.catch(() => undefined); // the one who waited may have left
      const waiter = {
        reject,
        take(message: Message) {
          const answer = match(message);
          if (answer === undefined) return false;
          resolve(answer);
          return true;
        },
      };
      waiting.add(waiter);
      return { answer: promise, leave: () => void waiting.delete(waiter) };
    },
    offer(message) {
      for (const waiter of waiting) {
        if (!waiter.take(message)) continue;
        waiting.delete(waiter);
        return true;
      }
      return false;
    },
    fail(error) {
      for (const { reject } of waiting) reject(error);
      waiting.clear();
    },
  };
}
