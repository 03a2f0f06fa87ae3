/** The message type indicator in words (ISO 8583:1987, 4.1.1; 1993 and 2003 change the first digit). */
import { decodeError, encodeError } from "@tillwire/bytes";

const versions = ["1987", "1993", "2003"] as const;
const classes = [
  "reserved",
  "authorization",
  "financial",
  "file-action",
  "reversal",
  "reconciliation",
  "administrative",
  "fee-collection",
  "network-management",
  "reserved",
] as const;
const functions = [
  "request",
  "response",
  "advice",
  "advice-response",
  "notification",
  "notification-response",
  "instruction",
  "instruction-response",
  "reserved",
  "reserved",
] as const;
const origins = ["acquirer", "issuer", "other", "reserved", "reserved"] as const;

export type MtiVersion = (typeof versions)[number] | "national" | "private" | "reserved";
/** `file-action` carries batch uploads on POS networks (0320). `reversal` includes chargebacks. */
export type MtiClass = (typeof classes)[number];
/** An `advice` says what has been done: it cannot be declined in effect. */
export type MtiFunction = (typeof functions)[number];
export type MtiOrigin = (typeof origins)[number];

/** A message type in its parts. */
export interface MessageType {
  readonly version: MtiVersion;
  readonly class: MtiClass;
  readonly function: MtiFunction;
  readonly origin: MtiOrigin;
  /** Sent before, and not answered. */
  readonly isRepeat: boolean;
}

/** The parts of a message type. @throws TillwireError `FRAME_INVALID` when it is not four digits. */
export function parseMti(mti: string): MessageType {
  const [version = 0, kind = 0, role = 0, origin = 0] = digitsOf(mti);
  return {
    version: versionOf(version),
    class: classes[kind] ?? "reserved",
    function: functions[role] ?? "reserved",
    origin: origins[origin >> 1] ?? "reserved",
    isRepeat: origin % 2 === 1 && origin < 6,
  };
}

/**
 * The type of the answer: 0210 to 0200, and 0410 to both 0400 and its repeat 0401.
 * @throws TillwireError `REQUEST_INVALID` for a type that has no answer: answers, and notifications.
 */
export function responseMti(mti: string): string {
  const [version = 0, kind = 0, role = 0, origin = 0] = digitsOf(mti);
  if (!hasResponse(role)) throw encodeError(`A message of type ${mti} has no answer.`);
  return `${version}${kind}${role + 1}${origin - (origin % 2)}`;
}

/**
 * The type of the same message sent again: 0401 for 0400. A repeat stays what it is.
 * @throws TillwireError `REQUEST_INVALID` for answers: they are not repeated, their question is.
 */
export function repeatMti(mti: string): string {
  const [version = 0, kind = 0, role = 0, origin = 0] = digitsOf(mti);
  if (role % 2 === 1 || origin > 5) throw encodeError(`A message of type ${mti} has no repeat.`);
  return `${version}${kind}${role}${origin - (origin % 2) + 1}`;
}

/** Does a message of this type answer one of that type? Repeats are answered like what they repeat. */
export function isResponseTo(response: string, request: string): boolean {
  const [, , role = 0] = digitsOf(request);
  return hasResponse(role) && responseMti(request) === response;
}

/** Requests, advices and instructions. A notification is not answered before 2003, and then by 5, which few know. */
function hasResponse(role: number): boolean {
  return role === 0 || role === 2 || role === 6;
}

function versionOf(digit: number): MtiVersion {
  if (digit === 8) return "national";
  if (digit === 9) return "private";
  return versions[digit] ?? "reserved";
}

function digitsOf(mti: string): number[] {
  if (!/^[0-9]{4}$/.test(mti)) throw decodeError("A message type is four digits.");
  return Array.from(mti, Number);
}
