/** The contact kernel: the steps of an EMV transaction in order, up to the host (EMV Book 3, section 8 and figure 7). */
import { fromHex } from "@tillwire/bytes";
import type { RsaPublicKey } from "@tillwire/keys";
import type { EmvApplication, EmvParameterSet, RandomBytes } from "@tillwire/plugin-api";
import { firstRequest } from "./actions.ts";
import type { Cryptogram } from "./actions.ts";
import { authenticateOffline } from "./authentication.ts";
import type { Paused } from "./completion.ts";
import { KernelEnd } from "./dialogue.ts";
import type { Dialogue } from "./dialogue.ts";
import { generateAc } from "./generate-ac.ts";
import { getProcessingOptions } from "./processing-options.ts";
import { readRecords } from "./records.ts";
import { processingRestrictions } from "./restrictions.ts";
import { manageRisk } from "./risk.ts";
import type { LoggedSale } from "./risk.ts";
import { buildCandidates, labelOf, selectApplication } from "./selection.ts";
import type { Candidate } from "./selection.ts";
import { terminalTags } from "./terminal-tags.ts";
import { newTransaction, profileHas, termsAsTags, valuesOf } from "./transaction.ts";
import type { Transaction, TransactionTerms } from "./transaction.ts";
import { verifyCardholder } from "./verification.ts";
import type { Verification } from "./verification.ts";

/** What a transaction begins with. */
export interface KernelInput {
  readonly parameters: EmvParameterSet;
  readonly terms: TransactionTerms;
  readonly random: RandomBytes;
  /** Sales approved offline, the newest last. */
  readonly log: readonly LoggedSale[];
  /** Tag 9F1E, 8 characters. */
  readonly serialNumber: string;
  /** Only read the card: the transaction ends with an AAC, and no PIN is asked for. */
  readonly readOnly: boolean;
}

/** How far a transaction came before the host. */
export interface FirstResult {
  readonly transaction: Transaction;
  readonly application: EmvApplication;
  readonly label: string;
  readonly verification: Verification;
  readonly cryptogram: Cryptogram;
  /** Tag 9F27. */
  readonly information: number;
  readonly paused: Paused;
}

/** An application that was chosen, initiated and read. */
export interface ReadApplication {
  readonly transaction: Transaction;
  readonly candidate: Candidate<EmvApplication>;
}

const wantsRiskManagement = 0x08;

/** Steps 2 to 11 over contacts. */
export function* runFirst(input: KernelInput): Dialogue<FirstResult> {
  const supported = input.parameters.applications.filter((application) => application.interface === "contact");
  const candidates = yield* buildCandidates(supported);
  if (candidates.length === 0)
    throw new KernelEnd("no-common-application", "Card and reader have no application in common.");
  const read = yield* initiateAndRead(input, candidates);
  return yield* decide(input, read);
}

/** Selects, begins and reads; a card may send the reader on to another application (EMV Book 4, section 6.3.1). */
export function* initiateAndRead(
  input: KernelInput,
  candidates: readonly Candidate<EmvApplication>[],
): Dialogue<ReadApplication> {
  let left = candidates;
  while (left.length > 0) {
    const { selected, others } = yield* selectApplication(left);
    const { candidate, pdol } = selected;
    const terminal = terminalTags(input.parameters, candidate.supported);
    for (const [tag, value] of termsAsTags(input.terms)) terminal.set(tag, value);
    terminal.set("9F06", fromHex(candidate.applicationId));
    terminal.set("9F1E", new TextEncoder().encode(input.serialNumber));
    const transaction = newTransaction(terminal, input.random);
    transaction.card.set("84", fromHex(candidate.applicationId));
    transaction.card.set("50", new TextEncoder().encode(labelOf(candidate)));
    const locator = yield* getProcessingOptions(transaction, pdol);
    if (locator !== undefined) {
      yield* readRecords(transaction, locator);
      return { transaction, candidate };
    }
    left = others;
  }
  throw new KernelEnd("no-common-application", "No application of this card can be used.");
}

/** Steps 6 to 11: authentication, restrictions, verification, risk, actions, cryptogram. */
function* decide(input: KernelInput, { transaction, candidate }: ReadApplication): Dialogue<FirstResult> {
  const application = candidate.supported;
  const { way, iccKey } = yield* authenticateOffline(transaction, input.parameters.authorityKeys);
  for (const bit of processingRestrictions(valuesOf(transaction))) transaction.tvr.add(bit);
  const verification = input.readOnly
    ? ({ how: "none" } as const)
    : yield* verifyCardholder(transaction, { pinKey: iccKey });
  if (profileHas(transaction, wantsRiskManagement)) yield* manageRisk(transaction, riskOf(application, input.log));
  const asked = input.readOnly ? "aac" : firstRequest(transaction, application.terminalActionCodes);
  const combined = way === "cda" && asked !== "aac" ? iccKey : undefined;
  const generated = yield* generateAc(transaction, { asked, list: "8C", combined });
  const paused = { actionCodes: application.terminalActionCodes, sent: generated.sent, combined };
  const cryptogram = generated.signatureFailed ? yield* refuse(transaction, paused, generated.kind) : generated.kind;
  return {
    transaction,
    application,
    label: labelOf(candidate),
    verification,
    cryptogram,
    information: generated.information,
    paused,
  };
}

/** A signature that is wrong declines: an ARQC is ended with an AAC, a TC counts as none (EMV Book 2, section 6.6.2). */
function* refuse(
  transaction: Transaction,
  { sent }: { readonly sent: Uint8Array; readonly combined: RsaPublicKey<"icc"> | undefined },
  kind: Cryptogram,
): Dialogue<"aac"> {
  if (kind === "arqc") {
    transaction.terminal.set("8A", new TextEncoder().encode("Z1"));
    yield* generateAc(transaction, { asked: "aac", list: "8D" }, sent);
  }
  return "aac";
}

function riskOf(
  { floorLimitMinor, randomSelection }: EmvApplication,
  log: readonly LoggedSale[],
): Parameters<typeof manageRisk>[1] {
  return { floorLimitMinor, log, ...(randomSelection && { randomSelection }) };
}
