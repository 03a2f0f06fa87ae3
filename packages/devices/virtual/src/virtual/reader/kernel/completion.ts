/**
 * What follows the host's answer: issuer authentication, scripts, the second GENERATE AC (EMV Book 3, sections 10.9 to
 * 10.11; Book 4, sections 12.2.1 and 12.2.2).
 */
import { concatBytes } from "@tillwire/bytes";
import { decodeTlv, findTag } from "@tillwire/emv";
import type { RsaPublicKey } from "@tillwire/keys";
import type { HostAnswer } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { OK, parseCommand, parseResponse } from "../../apdu/command.ts";
import { withoutHost } from "./actions.ts";
import type { ActionCodes } from "./actions.ts";
import { KernelEnd, send } from "./dialogue.ts";
import type { Dialogue } from "./dialogue.ts";
import { generateAc } from "./generate-ac.ts";
import { profileHas } from "./transaction.ts";
import type { Transaction } from "./transaction.ts";

/** Where the transaction paused. */
export interface Paused {
  readonly actionCodes: ActionCodes;
  /** Values sent with the first GENERATE AC. */
  readonly sent: Uint8Array;
  /** Ask for signatures with this key. */
  readonly combined: RsaPublicKey<"icc"> | undefined;
}

/** The card's last word. */
export interface Completion {
  readonly accepted: boolean;
}

const authenticatesIssuer = 0x04;
const text = new TextEncoder();
/** Approved and declined offline, because the host could not be asked (EMV Book 4, annex A6). */
const offlineCodes = { tc: "Y3", aac: "Z3" } as const;
const scriptBefore = "71";
const scriptAfter = "72";
const scriptCommandTag = "86";
const scriptIdTag = "9F18";
/** Script results: all done, or stopped at a command (EMV Book 4, annex A5). */
const allDone = 0x20;
const stopped = 0x10;

/** Tells the card what the host said. */
export function* completeTransaction(
  transaction: Transaction,
  paused: Paused,
  answer: HostAnswer,
): Dialogue<Completion> {
  const asked = yield* prepareSecond(transaction, paused, answer);
  const { combined, sent } = paused;
  const key = asked === "tc" ? combined : undefined;
  const { kind, signatureFailed } = yield* generateAc(transaction, { asked, list: "8D", combined: key }, sent);
  yield* runScripts(transaction, answer, scriptAfter);
  return { accepted: kind === "tc" && !signatureFailed };
}

function* prepareSecond(transaction: Transaction, paused: Paused, answer: HostAnswer): Dialogue<"tc" | "aac"> {
  const { terminal } = transaction;
  if (answer.verdict === "unable-to-go-online") {
    const asked = withoutHost(transaction, paused.actionCodes);
    terminal.set("8A", text.encode(offlineCodes[asked]));
    return asked;
  }
  const approved = answer.verdict === "approved";
  terminal.set("8A", text.encode(answer.responseCode ?? (approved ? "00" : "05")));
  if (answer.authorizationCode !== undefined) terminal.set("89", text.encode(answer.authorizationCode));
  if (answer.issuerAuthenticationData !== undefined) {
    terminal.set("91", answer.issuerAuthenticationData);
    if (profileHas(transaction, authenticatesIssuer)) {
      yield* authenticateIssuer(transaction, answer.issuerAuthenticationData);
    }
  }
  yield* runScripts(transaction, answer, scriptBefore);
  return approved ? "tc" : "aac";
}

/** EXTERNAL AUTHENTICATE (section 6.5.4). */
export function* authenticateIssuer(transaction: Transaction, data: Uint8Array): Dialogue<void> {
  const { status } = yield* send({ cla: 0x00, ins: 0x82, p1: 0, p2: 0, data, answers: false });
  if (status !== OK) transaction.tvr.add("issuerAuthenticationFailed");
  transaction.tsi.add("issuerAuthenticationPerformed");
}

/** All scripts of one kind, in the order of the host. */
function* runScripts(
  transaction: Transaction,
  { issuerScripts = [] }: HostAnswer,
  tag: typeof scriptBefore | typeof scriptAfter,
): Dialogue<void> {
  for (const script of issuerScripts) {
    const commands = commandsOf(script, tag);
    if (commands === undefined) continue;
    const result = yield* runScript(commands.commands);
    const failedBit = tag === scriptBefore ? "scriptFailedBeforeFinal" : "scriptFailedAfterFinal";
    if (result.failedAt !== undefined) transaction.tvr.add(failedBit);
    transaction.tsi.add("scriptProcessingPerformed");
    const at = Math.min(result.failedAt ?? 0, 0x0f);
    const first = result.failedAt === undefined ? allDone : stopped | at;
    const results = transaction.terminal.get("9F5B") ?? new Uint8Array(0);
    transaction.terminal.set("9F5B", concatBytes(results, Uint8Array.of(first), commands.id));
  }
}

interface Script {
  /** Four bytes; zeros when the host named none. */
  readonly id: Uint8Array;
  /** `undefined`: the script cannot be read. */
  readonly commands: readonly Uint8Array[] | undefined;
}

/** The commands of a script, or `undefined` when it is of the other kind. */
function commandsOf(script: Uint8Array, tag: string): Script | undefined {
  const noId = new Uint8Array(4);
  if (script[0] !== Number.parseInt(tag, 16)) return undefined;
  try {
    const [template] = decodeTlv(script);
    const children = template?.kind === "constructed" ? template.children : [];
    const commands = children.filter((child) => child.tag === scriptCommandTag).map(({ value }) => value);
    return { id: findTag(children, scriptIdTag)?.value ?? noId, commands };
  } catch (thrown) {
    if (TillwireError.is(thrown)) return { id: noId, commands: undefined }; // the result says that it failed
    throw thrown;
  }
}

/** One command after the other, until one fails; warnings are no failures (section 10.10). */
function* runScript(commands: readonly Uint8Array[] | undefined): Dialogue<{ readonly failedAt: number | undefined }> {
  if (commands === undefined) return { failedAt: 0 };
  for (const [index, bytes] of commands.entries()) {
    const status = yield* runScriptCommand(bytes);
    const isGood = status === OK || status >> 8 === 0x62 || status >> 8 === 0x63;
    if (!isGood) return { failedAt: index + 1 };
  }
  return { failedAt: undefined };
}

/** As the host made it: nothing of it is changed, or its MAC would be wrong. */
function* runScriptCommand(bytes: Uint8Array): Dialogue<number> {
  const readable = isCommand(bytes);
  if (!readable) return 0;
  const answer = yield { kind: "command", bytes };
  const response = answer.kind === "response" ? parseResponse(answer.bytes) : undefined;
  if (response === undefined) throw new KernelEnd("card-silent", "The card does not answer.");
  return response.status;
}

function isCommand(bytes: Uint8Array): boolean {
  try {
    parseCommand(bytes);
    return true;
  } catch (thrown) {
    if (TillwireError.is(thrown)) return false; // the card never sees it, and the script's result says so
    throw thrown;
  }
}
