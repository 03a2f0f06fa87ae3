/** Makes sure that a request that may be on its way somewhere can never run: only then it may be called "not run". */
import type { ClientError } from "./client-error.ts";
import { codeOf, toClientError } from "./client-error.ts";
import type { Connection } from "./connection.ts";
import { follow } from "./follow.ts";
import type { End, Pursuit } from "./pursuit.ts";
import { inDoubt, isTrouble, withEffect } from "./refusals.ts";

/** Refused as such, so no copy of the request can run, whenever it arrives. */
const refusedForGood: readonly unknown[] = ["KEY_REUSED", "KEY_CLOSED"];

export interface Refusal {
  readonly error: ClientError;
  /** An earlier copy was sent on a connection that broke. */
  readonly sentBefore: boolean;
}

/** The bridge refused the request. What it says is about this copy; an earlier one may still come. */
export async function refuse(pursuit: Pursuit, connection: Connection, { error, sentBefore }: Refusal): Promise<End> {
  const certain = error.effect === "none" && !sentBefore;
  if (certain || refusedForGood.includes(error.code)) return { kind: "refused", error };
  if (error.code === "KEY_EXPIRED") return { kind: "refused", error: inDoubt(error) };
  return withdraw(pursuit, connection, { kind: "refused", error: withEffect(error, "none") });
}

/** Closes the key at the bridge. Ends as `meant` when that is done; goes on with the payment when there is one. */
export async function withdraw(
  pursuit: Pursuit,
  connection: Connection,
  meant: Exclude<End, { kind: "final" }>,
): Promise<End> {
  const { key, keyCreatedAt, lane } = pursuit.record.current.request.params;
  try {
    const answer = await connection.request("payment.close", { key, keyCreatedAt, lane });
    if (answer.closed) return meant;
    pursuit.progress.absorb(answer.payment);
  } catch (thrown) {
    const error = toClientError(thrown);
    if (codeOf(error) === "KEY_CLOSED") return meant;
    if (isTrouble(error) || error.retry || error.effect === "possible") throw error;
    return { kind: "refused", error: inDoubt(meant.kind === "refused" ? meant.error : error) };
  }
  return follow(pursuit, connection);
}
