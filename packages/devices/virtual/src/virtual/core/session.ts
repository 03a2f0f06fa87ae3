/** One session at a time: a connection that greets, and is thrown out when it sends what is no message. */
import type { HelloMessage } from "../../protocol/client-messages.ts";
import { PROTOCOL_VERSION } from "../../protocol/limits.ts";
import type { WireErrorCode } from "../../protocol/terminal-messages.ts";
import { closeSession, send, startTimer, stopTimer, transactionOf, update } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { endedOf } from "./ended.ts";

/** A new connection ends the old session; what of it was not read is not read any more. */
export function onConnected(draft: Draft, session: number): void {
  closeSession(draft);
  update(draft, { session: { id: session, greeted: false } });
  startTimer(draft, { kind: "hello" }, draft.settings.helloTimeoutMs);
}

/** Greets, and tells which approvals wait for their commit. */
export function onHello(draft: Draft, { versions }: HelloMessage): void {
  const { session } = draft.volatile;
  if (session === undefined) return;
  if (!versions.includes(PROTOCOL_VERSION)) {
    const problem = `This terminal speaks version ${PROTOCOL_VERSION} only.`;
    throwOut(draft, "version-unsupported", problem);
    return;
  }
  stopTimer(draft, { kind: "hello" });
  update(draft, { session: { ...session, greeted: true } });
  const { terminalId, level, commitTimeoutMs } = draft.settings;
  const { boot, open } = draft.ledger;
  send(draft, { type: "welcome", version: PROTOCOL_VERSION, terminalId, level, boot, commitTimeoutMs });
  for (const reference of open) {
    const transaction = transactionOf(draft, reference);
    const ended = transaction && endedOf(transaction, terminalId);
    if (ended !== undefined) send(draft, { type: "pending", ...ended });
  }
}

/** Says what was wrong and ends the session. Transactions go on. */
export function throwOut(draft: Draft, code: WireErrorCode, problem: string): void {
  if (draft.volatile.session === undefined) return;
  draft.outputs.push({ type: "send", message: { type: "error", code, message: problem } });
  closeSession(draft);
}
