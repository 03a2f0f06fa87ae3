/** Reads the answer to an authorization. Whatever does not say clearly what became of the money is unknown. */
import { currencyFromNumeric, decodeTlv, encodeTlv, findTag } from "@tillwire/emv";
import { responseCode, type Message, type ResponseVerdict } from "@tillwire/iso8583";
import type { Approved, AttemptOutcome, Declined, GatewayOutcome, HostAnswer, Unknown } from "@tillwire/plugin-api";
import type { Original } from "./state.ts";

/** What this dialect says differently from the table of the standard. */
const ownVerdicts: Readonly<Record<string, ResponseVerdict>> = {
  "1A": { kind: "declined", class: "soft", reason: "contact-required" },
  "65": { kind: "declined", class: "soft", reason: "contact-required" },
  "88": { kind: "declined", class: "hard", reason: "invalid-card" },
};

/** The outcome of an authorization, with the issuer's data for the card. */
export function readAnswer({ fields }: Message, original: Original): GatewayOutcome {
  const code = textOf(fields[39]);
  const verdict = ownVerdicts[code] ?? responseCode(code)?.verdict;
  switch (verdict?.kind) {
    case "approved":
    case "partial": {
      const outcome = approval(fields, original);
      return outcome.kind === "approved" ? attempt(outcome, hostAnswer("approved", code, fields)) : attempt(outcome);
    }
    case "declined":
      return attempt(decline(fields, { code, reason: verdict.reason }), hostAnswer("declined", code, fields));
    case "in-doubt":
    case "other":
    case undefined:
      return attempt(unclear(`The host answered with code ${code === "" ? "none" : code}, which says nothing clear.`));
  }
}

type Fields = Message["fields"];

function attempt(outcome: AttemptOutcome, answer?: HostAnswer): GatewayOutcome {
  return { kind: "attempt", outcome, ...(answer && { hostAnswer: answer }) };
}

/** Amount and currency are what the host says: whether they are what was asked for, the engine judges. */
function approval(fields: Fields, original: Original): Approved | Unknown {
  const amount = textOf(fields[4]);
  const currency = currencyFromNumeric(textOf(fields[49]));
  if (!/^[0-9]{12}$/.test(amount) || currency === undefined) {
    return unclear("The host approved without a readable amount and currency.");
  }
  const authorizationCode = textOf(fields[38]);
  return {
    kind: "approved",
    breakdown: {
      currency,
      requestedMinor: original.requestedMinor,
      tipMinor: original.tipMinor,
      surchargeMinor: 0,
      cashbackMinor: original.cashbackMinor,
      authorizedMinor: Number(amount),
    },
    hostReference: textOf(fields[37]) || original.retrievalReference,
    ...(authorizationCode !== "" && { authorizationCode }),
  };
}

function decline(fields: Fields, { code, reason }: { code: string; reason: Declined["reason"] }): Declined {
  const hostReference = textOf(fields[37]);
  const message = textOf(fields[44]);
  return {
    kind: "declined",
    reason,
    hostCode: code,
    ...(hostReference !== "" && { hostReference }),
    ...(message !== "" && { message }),
  };
}

/** Tags 91, 71 and 72 of field 55 as they came; 8A from there or from field 39 (EMV Book 4, annex A, 8A). */
function hostAnswer(verdict: HostAnswer["verdict"], code: string, fields: Fields): HostAnswer {
  const data = fields[55] instanceof Uint8Array ? decodeTlv(fields[55]) : [];
  const response = findTag(data, "8A")?.value;
  const authentication = findTag(data, "91")?.value;
  const scripts = data.filter(({ tag }) => tag === "71" || tag === "72").map((script) => encodeTlv([script]));
  const authorizationCode = textOf(fields[38]);
  return {
    verdict,
    responseCode: response === undefined ? code : new TextDecoder("latin1").decode(response),
    ...(authorizationCode !== "" && { authorizationCode }),
    ...(authentication && { issuerAuthenticationData: authentication }),
    ...(scripts.length > 0 && { issuerScripts: scripts }),
  };
}

function textOf(value: Fields[number] | undefined): string {
  return typeof value === "string" ? value.trimEnd() : "";
}

function unclear(message: string): Unknown {
  return { kind: "unknown", code: "ANSWER_INVALID", message };
}
