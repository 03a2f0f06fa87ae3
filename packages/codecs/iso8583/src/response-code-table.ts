/**
 * Response codes of the 1987 version (ISO 8583:1987, table of response codes), with the ones that card networks added in
 * the ranges left to them and that every acquirer publishes (1A, 61, 65, 70, 75 to 88).
 */
import type { DeclineReason } from "@tillwire/plugin-api";
import type { DeclineClass, ResponseCode } from "./response-code.ts";

const approved = (meaning: string): ResponseCode => ({ meaning, verdict: { kind: "approved" } });
const inDoubt = (meaning: string): ResponseCode => ({ meaning, verdict: { kind: "in-doubt" } });
const other = (meaning: string): ResponseCode => ({ meaning, verdict: { kind: "other" } });

function declined(of: DeclineClass): (meaning: string, reason?: DeclineReason) => ResponseCode {
  return (meaning, reason = "unspecified") => ({ meaning, verdict: { kind: "declined", class: of, reason } });
}

const hard = declined("hard");
const soft = declined("soft");
const referral = declined("referral");
const pickUp = declined("pick-up");

export const responseCodes: ReadonlyMap<string, ResponseCode> = new Map([
  ["00", approved("approved")],
  ["01", referral("refer to card issuer", "call-issuer")],
  ["02", referral("refer to card issuer, special conditions", "call-issuer")],
  ["03", hard("invalid merchant", "not-permitted")],
  ["04", pickUp("pick up card")],
  ["05", hard("do not honor")],
  ["06", inDoubt("error")],
  ["07", pickUp("pick up card, special conditions")],
  ["08", approved("honor with identification")],
  ["09", inDoubt("request in progress")],
  ["10", { meaning: "approved for a partial amount", verdict: { kind: "partial" } }],
  ["11", approved("approved, VIP")],
  ["12", hard("invalid transaction", "not-permitted")],
  ["13", hard("invalid amount")],
  ["14", hard("invalid card number", "invalid-card")],
  ["15", hard("no such issuer", "invalid-card")],
  ["16", approved("approved, update track 3")],
  ["17", hard("customer cancellation")],
  ["18", hard("customer dispute")],
  ["19", soft("enter the transaction again")],
  ["20", inDoubt("invalid response")],
  ["21", other("no action taken")],
  ["22", inDoubt("suspected malfunction")],
  ["23", hard("unacceptable transaction fee")],
  ["24", other("file update not supported by the receiver")],
  ["25", other("record not found")],
  ["26", other("duplicate record, the old one was replaced")],
  ["27", other("file update, field error")],
  ["28", other("file update, file locked")],
  ["29", other("file update not successful")],
  ["30", hard("format error")],
  ["31", hard("bank not supported by switch", "invalid-card")],
  ["32", inDoubt("completed partially")],
  ["33", pickUp("expired card, pick up", "expired-card")],
  ["34", pickUp("suspected fraud, pick up", "suspected-fraud")],
  ["35", pickUp("contact acquirer, pick up")],
  ["36", pickUp("restricted card, pick up", "not-permitted")],
  ["37", pickUp("call acquirer's security, pick up")],
  ["38", pickUp("PIN tries exceeded, pick up", "pin-tries-exceeded")],
  ["39", hard("no credit account", "not-permitted")],
  ["40", hard("function not supported", "not-permitted")],
  ["41", pickUp("lost card, pick up", "lost-or-stolen")],
  ["42", hard("no universal account", "not-permitted")],
  ["43", pickUp("stolen card, pick up", "lost-or-stolen")],
  ["44", hard("no investment account", "not-permitted")],
  ["51", soft("not sufficient funds", "insufficient-funds")],
  ["52", hard("no checking account", "not-permitted")],
  ["53", hard("no savings account", "not-permitted")],
  ["54", hard("expired card", "expired-card")],
  ["55", soft("incorrect PIN", "wrong-pin")],
  ["56", hard("no card record", "invalid-card")],
  ["57", hard("transaction not permitted to cardholder", "not-permitted")],
  ["58", hard("transaction not permitted to terminal", "not-permitted")],
  ["59", hard("suspected fraud", "suspected-fraud")],
  ["60", referral("contact acquirer")],
  ["61", soft("exceeds withdrawal amount limit", "limit-exceeded")],
  ["62", hard("restricted card", "not-permitted")],
  ["63", hard("security violation")],
  ["64", hard("original amount incorrect")],
  ["65", soft("exceeds withdrawal count limit", "limit-exceeded")],
  ["66", referral("call acquirer's security")],
  ["67", pickUp("hard capture, pick up at the machine")],
  ["68", inDoubt("response received too late")],
  ["70", referral("contact card issuer", "call-issuer")],
  ["75", hard("number of PIN tries exceeded", "pin-tries-exceeded")],
  ["76", hard("no such account to pay to", "not-permitted")],
  ["77", hard("no such account to pay from", "not-permitted")],
  ["78", hard("no such account", "not-permitted")],
  ["82", hard("negative result of card verification", "suspected-fraud")],
  ["85", approved("no reason to decline, account check")],
  ["86", soft("PIN cannot be verified")],
  ["88", hard("cryptographic failure")],
  ["90", inDoubt("cutoff in progress")],
  ["91", soft("issuer or switch inoperative", "issuer-unavailable")],
  ["92", soft("no route to the issuer", "issuer-unavailable")],
  ["93", hard("violation of law, cannot be completed", "not-permitted")],
  ["94", inDoubt("duplicate transmission")],
  ["95", other("reconciliation error, totals differ")],
  ["96", inDoubt("system malfunction")],
  ["1A", soft("additional customer authentication required", "contact-required")],
]);
