/** What every command has, and how one is refused. */
import type { ErrorCode, PosCommand } from "@tillwire/plugin-api";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { Draft } from "../draft.ts";
import { run } from "../draft.ts";
import type { PosRef } from "../state.ts";

/** A command with who sent it. */
export interface CommandOf<Command extends PosCommand> {
  readonly requestId: string;
  readonly pos: PosRef;
  readonly command: Command;
}

/** Answers with an error; nothing was done. */
export function refuse(draft: Draft, requestId: string, [code, message]: readonly [ErrorCode, string]): void {
  const error = errorData(new TillwireError(code, { message, effect: "none" }));
  run(draft, { type: "reply", requestId, reply: { kind: "error", error } });
}
