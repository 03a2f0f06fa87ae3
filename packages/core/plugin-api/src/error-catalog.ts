/**
 * The error catalog: every code there is, what it means and what to do. The reference page is generated from it, and
 * a test compares both ways. Adding a code is a minor release; a code never changes its meaning.
 */

/**
 * One line of the catalog. `retry`: the very same request may be sent again once the cause is gone (never where money
 * may have moved). `seenBy`: who can meet the code.
 * @public
 */
export interface ErrorCatalogEntry {
  /** What happened, as one sentence for a person. The error's own message has the particulars. */
  readonly meaning: string;
  /** What whoever meets it can do. */
  readonly remedy: string;
  /** The most that may be said: an error with `effect: "possible"` is never to be sent again, whatever stands here. */
  readonly retry: boolean;
  /**
   * `pos`: in answers and outcomes. `plugin`: thrown by or to a plugin. `operator`: on start, in logs and on the
   * console.
   */
  readonly seenBy: readonly ("pos" | "plugin" | "operator")[];
}

function entry(
  seenBy: ErrorCatalogEntry["seenBy"][number][],
  retry: boolean,
  [meaning, remedy]: readonly [string, string],
): ErrorCatalogEntry {
  return { meaning, remedy, retry, seenBy };
}

/**
 * Every error code, with its meaning.
 * @public
 */
export const errorCatalog = {
  // What a POS did that cannot be taken.
  REQUEST_INVALID: entry(["pos"], false, [
    "The request is not what the method takes.",
    "Correct the field that the message names.",
  ]),
  REQUEST_TOO_LARGE: entry(["pos"], false, [
    "The message is larger than the bridge takes.",
    "Keep to limits.messageBytes of bridge.hello.",
  ]),
  CARD_DATA_REFUSED: entry(["pos", "plugin"], false, [
    "Something that looks like card data stood where none may stand. It was not stored and not logged.",
    "Never send card data; the device reads the card.",
  ]),
  METHOD_UNKNOWN: entry(["pos"], false, [
    "There is no such method in this version of the protocol.",
    "Check the spelling and the version that the session picked.",
  ]),
  VERSION_UNSUPPORTED: entry(["pos"], false, [
    "The bridge does not speak the version that was picked.",
    "Pick one of the versions in bridge.hello, or upgrade.",
  ]),
  SESSION_REQUIRED: entry(["pos"], true, [
    "session.open has to come first, once.",
    "Open the session, then send the request again.",
  ]),
  PERMISSION_DENIED: entry(["pos"], false, [
    "This POS may not do that.",
    "Ask the operator to change what this POS may do.",
  ]),
  LIMIT_REACHED: entry(["pos"], true, [
    "A stated limit was reached: requests in flight, connections, or waiting events.",
    "Wait for answers, then send the request again.",
  ]),
  KEY_REUSED: entry(["pos"], false, [
    "This key belongs to another request. Nothing was run.",
    "Use the stored request for this key, or a new key for a new payment.",
  ]),
  KEY_EXPIRED: entry(["pos"], false, [
    "The key is older than the time that keys are kept. Nothing was run.",
    "Look the payment up in the shop's own records; use a new key for a new payment.",
  ]),
  KEY_CLOSED: entry(["pos"], false, [
    "The key was closed before it started: no payment can run under it.",
    "Start anew with a new key.",
  ]),
  NOT_FOUND: entry(["pos"], true, [
    "The bridge does not know it. This is a fact about now only: a request may still be on its way.",
    "To start over safely, close the key first.",
  ]),
  LANE_UNKNOWN: entry(["pos"], false, ["There is no such lane.", "Use a lane from lane.list."]),
  LANE_BUSY: entry(["pos"], true, [
    "The lane is in the middle of another payment. Nothing was run.",
    "Wait for it, or cancel it, then send the request again.",
  ]),
  LANE_NOT_READY: entry(["pos"], true, [
    "The lane cannot take a payment now; the message says why. Nothing was run.",
    "Do what the message says, then send the request again.",
  ]),
  STORAGE_LOW: entry(["pos"], true, [
    "The bridge's disk is nearly full: what is left is kept for finishing the payments that are open. Nothing was run.",
    "Make room on the disk; the bridge sees that by itself. Then send the request again.",
  ]),
  OPERATION_UNSUPPORTED: entry(["pos", "plugin"], false, [
    "This lane's device or gateway cannot do that. Nothing was touched.",
    "The message says what is possible instead.",
  ]),
  PAYMENT_RUNNING: entry(["pos"], true, [
    "The payment is still running, so its key cannot be closed.",
    "Await its answer or cancel it.",
  ]),
  QUESTION_CLOSED: entry(["pos"], false, [
    "The question is not open any more; its default was taken.",
    "Follow the payment's events.",
  ]),
  // What went wrong on the way to a device or a host.
  DEVICE_UNREACHABLE: entry(["pos", "plugin", "operator"], true, [
    "The device did not answer when it was called.",
    "Check power, cable and address of the device.",
  ]),
  DEVICE_BUSY: entry(["pos", "plugin"], true, [
    "The device is doing something else.",
    "Finish or cancel what the device shows, then try again.",
  ]),
  DEVICE_REFUSED: entry(["pos", "plugin"], false, [
    "The device refused the command.",
    "The message holds the device's own reason.",
  ]),
  LINK_LOST: entry(["pos", "plugin"], true, [
    "The connection broke.",
    "If money may have moved the bridge finds out by itself; otherwise try again.",
  ]),
  LINK_TIMEOUT: entry(["pos", "plugin"], true, [
    "No answer came in time.",
    "If money may have moved the bridge finds out by itself; otherwise try again.",
  ]),
  FRAME_INVALID: entry(["plugin"], false, [
    "The bytes that arrived are not what the protocol allows.",
    "Check the device's firmware and its settings for this protocol.",
  ]),
  ANSWER_INVALID: entry(["pos", "plugin"], false, [
    "The answer makes no sense for the question.",
    "The bridge treats the attempt as unknown and finds out.",
  ]),
  ANSWER_MISMATCH: entry(["pos", "plugin"], false, [
    "The answer is for another reference, amount or currency.",
    "The bridge treats the attempt as unknown and finds out.",
  ]),
  ABORTED: entry(["pos", "plugin"], true, [
    "It was stopped on request before it was done.",
    "Nothing, when the stop was wanted.",
  ]),
  NEVER_SENT: entry(["pos"], false, [
    "The bridge stopped before anything was sent to the device. The shopper was not charged.",
    "Start again with a new key.",
  ]),
  NOT_COMPLETED: entry(["pos", "plugin"], false, [
    "The device has no such payment: it was never carried out. The shopper was not charged.",
    "Start again with a new key.",
  ]),
  REVERSED: entry(["pos", "plugin"], false, [
    "An approval was undone. The shopper is not charged.",
    "Start again with a new key.",
  ]),
  // What went wrong inside.
  PLUGIN_FAILED: entry(["pos", "plugin", "operator"], true, [
    "A plugin crashed, hung or answered nonsense.",
    "See the log; the bridge restarts the plugin.",
  ]),
  PLUGIN_UNSUPPORTED: entry(["operator"], false, [
    "The plugin speaks a version of the plugin interface that this bridge does not.",
    "Upgrade the package that the message names.",
  ]),
  SETTINGS_INVALID: entry(["operator"], false, [
    "A setting is missing, unknown or out of range.",
    "Correct the setting that the message names.",
  ]),
  PORT_TAKEN: entry(["operator"], false, [
    "Another program listens on this address.",
    "Stop it, or choose another port.",
  ]),
  OWNED_ELSEWHERE: entry(["operator"], false, [
    "Another bridge owns this journal or lane.",
    "Stop the other bridge, or use another data folder.",
  ]),
  STORAGE_UNUSABLE: entry(["operator"], false, [
    "The data folder cannot be read or written.",
    "Check that the folder exists, its owner, and the free space.",
  ]),
  JOURNAL_FAILED: entry(["pos", "operator"], false, [
    "The journal could not be written. The bridge stopped taking payments.",
    "Make room or repair the disk, then restart the bridge: it finishes what was open.",
  ]),
  JOURNAL_CORRUPT: entry(["operator"], false, [
    "A record of the journal does not verify.",
    "Keep the file and export it; do not take payments on it.",
  ]),
  BRIDGE_STOPPING: entry(["pos"], true, [
    "The bridge is stopping.",
    "Connect again and ask for the payment by its key.",
  ]),
  INTERNAL: entry(["pos", "plugin", "operator"], false, [
    "Something unforeseen went wrong in the bridge or a plugin.",
    "Ask for the payment by its key; report the log line.",
  ]),
} as const satisfies Record<string, ErrorCatalogEntry>;

/**
 * Any code of the catalog.
 * @public
 */
export type ErrorCode = keyof typeof errorCatalog;

/**
 * Parses a code that came from outside.
 * @public
 */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(errorCatalog, value);
}
