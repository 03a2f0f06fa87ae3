/**
 * Taps, as a simulator profile of this project's own for RID AFFFFFFFFF. It is not a contactless kernel, follows no
 * scheme's kernel specification, and is not for real cards: it goes the contact way, found by the contactless directory,
 * with limits by amount and without a second cryptogram.
 */
import { findTag } from "@tillwire/emv";
import { OK } from "../../apdu/command.ts";
import type { EmvApplication } from "@tillwire/plugin-api";
import { fromHex } from "@tillwire/bytes";
import { firstRequest } from "./actions.ts";
import { authenticateOffline } from "./authentication.ts";
import { objectsIn } from "./card-tlv.ts";
import { askPin, KernelEnd, send } from "./dialogue.ts";
import type { Dialogue } from "./dialogue.ts";
import { generateAc } from "./generate-ac.ts";
import { initiateAndRead } from "./kernel.ts";
import type { FirstResult, KernelInput } from "./kernel.ts";
import { processingRestrictions } from "./restrictions.ts";
import { contactlessDirectory, entriesOf, labelOf } from "./selection.ts";
import type { Candidate } from "./selection.ts";
import { valuesOf } from "./transaction.ts";
import type { Transaction } from "./transaction.ts";
import type { Verification } from "./verification.ts";

/** The synthetic scheme. */
const simulatedRid = "AFFFFFFFFF";

/** How a tap ended: or the card has to be inserted. */
export type TapResult = { readonly kind: "tapped"; readonly first: FirstResult } | { readonly kind: "insert" };

/** A whole tap. */
export function* runTap(input: KernelInput): Dialogue<TapResult> {
  const supported = input.parameters.applications.filter(
    ({ interface: over, applicationId }) => over === "contactless" && applicationId.startsWith(simulatedRid),
  );
  const [candidate] = yield* candidatesOfTap(supported);
  if (candidate === undefined) return { kind: "insert" };
  const { contactlessLimitMinor } = candidate.supported;
  if (contactlessLimitMinor !== undefined && input.terms.amountMinor > contactlessLimitMinor) return { kind: "insert" };
  // Nobody is asked during a tap: the card's first choice is taken.
  const { transaction } = yield* initiateAndRead(input, [{ ...candidate, needsConfirmation: false }]);
  return { kind: "tapped", first: yield* decideTap(input, transaction, candidate) };
}

function* candidatesOfTap(supported: readonly EmvApplication[]): Dialogue<Candidate<EmvApplication>[]> {
  const select = { cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x00, answers: true } as const;
  const { data, status } = yield* send({ ...select, data: fromHex(contactlessDirectory) });
  if (status === 0x6a81) throw new KernelEnd("card-blocked", "The card is blocked.");
  const entries = status === OK ? findTag(objectsIn(data) ?? [], "BF0C") : undefined;
  const found = entries?.kind === "constructed" ? entriesOf(entries.children, supported) : [];
  return found.toSorted((left, right) => left.priority - right.priority);
}

function* decideTap(
  input: KernelInput,
  transaction: Transaction,
  candidate: Candidate<EmvApplication>,
): Dialogue<FirstResult> {
  const application = candidate.supported;
  const { way, iccKey } = yield* authenticateOffline(transaction, input.parameters.authorityKeys);
  for (const bit of processingRestrictions(valuesOf(transaction))) transaction.tvr.add(bit);
  const verification = yield* verifyTap(transaction, input, application);
  if (input.terms.amountMinor >= application.floorLimitMinor) transaction.tvr.add("floorLimitExceeded");
  const asked = input.readOnly ? "aac" : firstRequest(transaction, application.terminalActionCodes);
  const combined = way === "cda" && asked !== "aac" ? iccKey : undefined;
  const generated = yield* generateAc(transaction, { asked, list: "8C", combined });
  return {
    transaction,
    application,
    label: labelOf(candidate),
    verification,
    cryptogram: generated.signatureFailed ? "aac" : generated.kind,
    information: generated.information,
    paused: { actionCodes: application.terminalActionCodes, sent: generated.sent, combined },
  };
}

/** From the limit on with a PIN for the issuer, below it not at all. */
function* verifyTap(
  transaction: Transaction,
  { terms, readOnly }: KernelInput,
  { contactlessCvmLimitMinor = 0 }: EmvApplication,
): Dialogue<Verification> {
  const onlinePin = 0x02;
  const [outcomeUnknown, outcomeFailed, outcomeSuccessful] = [0, 1, 2];
  if (readOnly || terms.amountMinor < contactlessCvmLimitMinor) {
    transaction.terminal.set("9F34", Uint8Array.of(0x1f, 0x00, outcomeSuccessful));
    return { how: "none" };
  }
  const pin = yield* askPin("enter-pin");
  transaction.terminal.set("9F34", Uint8Array.of(onlinePin, 0x00, pin === undefined ? outcomeFailed : outcomeUnknown));
  transaction.tsi.add("cardholderVerificationPerformed");
  transaction.tvr.add(pin === undefined ? "pinNotEntered" : "onlineCvmCaptured");
  if (pin !== undefined) return { how: "pin-online", onlinePin: pin };
  transaction.tvr.add("cardholderVerificationFailed");
  return { how: "failed" };
}
