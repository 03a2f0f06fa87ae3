/** Application selection (EMV Book 1, section 12): by the card's directory, else by the reader's own list. */
import { fromHex, toHex } from "@tillwire/bytes";
import { findTag } from "@tillwire/emv";
import type { DataObject } from "@tillwire/emv";
import { OK } from "../../apdu/command.ts";
import { objectsIn, templateIn } from "./card-tlv.ts";
import { askApplication, KernelEnd, send } from "./dialogue.ts";
import type { Dialogue } from "./dialogue.ts";

/** An application that the reader may select. */
export interface SupportedApplication {
  /** Hexadecimal. */
  readonly applicationId: string;
  readonly partialSelection: boolean;
}

/** An application that card and reader have in common. */
export interface Candidate<Supported extends SupportedApplication = SupportedApplication> {
  /** As the card has it, hexadecimal. */
  readonly applicationId: string;
  readonly label: string | undefined;
  /** 1 is the highest; 16 for none. */
  readonly priority: number;
  readonly needsConfirmation: boolean;
  readonly supported: Supported;
}

/** An application that was selected, with its FCI. */
export interface SelectedApplication<Supported extends SupportedApplication = SupportedApplication> {
  readonly candidate: Candidate<Supported>;
  /** Tag 9F38. */
  readonly pdol: Uint8Array | undefined;
  /** All of the FCI, for what else stands in it. */
  readonly information: readonly DataObject[];
}

/** The names of the directories (EMV Book 1, section 12.2.2; Book B, section 3.3.2). */
const contactDirectory = "315041592E5359532E4444463031";
export const contactlessDirectory = "325041592E5359532E4444463031";

const applicationBlocked = 0x6283;
const functionNotSupported = 0x6a81;
const lowestPriority = 16;
/** Far more than a card has: for one that never ends. */
const maxDirectoryRecords = 32;
const maxOccurrences = 32;
const readable = /^[\u0020-\u007e]{1,16}$/;

/**
 * The applications in common, the highest priority first. Ends the transaction when the card is blocked; an empty list
 * is the caller's to judge.
 */
export function* buildCandidates<Supported extends SupportedApplication>(
  supported: readonly Supported[],
): Dialogue<Candidate<Supported>[]> {
  const fromDirectory = yield* candidatesOfDirectory(supported);
  const candidates = fromDirectory.length > 0 ? fromDirectory : yield* candidatesOfList(supported);
  return candidates.toSorted((left, right) => left.priority - right.priority);
}

/** True when the cardholder has to be asked. */
export function needsChoice(candidates: readonly Candidate[]): boolean {
  return candidates.length > 1 || candidates.some(({ needsConfirmation }) => needsConfirmation);
}

/** Asks where it has to, selects, and goes on to the next one when the card refuses (EMV Book 1, section 12.4). */
export function* selectApplication<Supported extends SupportedApplication>(
  candidates: readonly Candidate<Supported>[],
): Dialogue<{ readonly selected: SelectedApplication<Supported>; readonly others: readonly Candidate<Supported>[] }> {
  let left = candidates;
  while (left.length > 0) {
    const index = needsChoice(left) ? yield* askApplication(left.map(labelOf)) : 0;
    const candidate = left[index];
    if (candidate === undefined) throw new KernelEnd("not-accepted", "No application was chosen.");
    left = left.filter((other) => other !== candidate);
    const selected = yield* selectFinally(candidate);
    if (selected !== undefined) return { selected, others: left };
  }
  throw new KernelEnd("no-common-application", "No application of this card can be used.");
}

/** The final SELECT. `undefined`: the candidate falls away. */
export function* selectFinally<Supported extends SupportedApplication>(
  candidate: Candidate<Supported>,
): Dialogue<SelectedApplication<Supported> | undefined> {
  const { data, status } = yield* select(candidate.applicationId);
  if (status === functionNotSupported) throw new KernelEnd("card-blocked", "The card is blocked.");
  if (status !== OK) return undefined;
  const information = templateIn(data, "6F");
  const name = information && valueOf(information, "84");
  const proprietary = information?.find(({ tag }) => tag === "A5");
  if (information === undefined || name === undefined || proprietary?.kind !== "constructed") return undefined;
  if (toHex(name) !== candidate.applicationId) return undefined;
  return { candidate, information, pdol: valueOf(proprietary.children, "9F38") };
}

/** What the cardholder reads. */
export function labelOf({ label, applicationId }: Candidate): string {
  return label ?? applicationId;
}

function* select(name: string, p2 = 0): ReturnType<typeof send> {
  return yield* send({ cla: 0x00, ins: 0xa4, p1: 0x04, p2, data: fromHex(name), answers: true });
}

function* candidatesOfDirectory<Supported extends SupportedApplication>(
  supported: readonly Supported[],
): Dialogue<Candidate<Supported>[]> {
  const { data, status } = yield* select(contactDirectory);
  if (status === functionNotSupported) throw new KernelEnd("card-blocked", "The card is blocked.");
  const [sfi] = (status === OK ? findTag(objectsIn(data) ?? [], "88")?.value : undefined) ?? [];
  if (sfi === undefined || sfi < 1 || sfi > 10) return [];
  const candidates: Candidate<Supported>[] = [];
  for (let record = 1; record <= maxDirectoryRecords; record += 1) {
    const response = yield* send({ cla: 0, ins: 0xb2, p1: record, p2: (sfi << 3) | 4, answers: true });
    if (response.status === 0x6a83) return candidates;
    const entries = response.status === OK ? templateIn(response.data, "70") : undefined;
    if (entries === undefined) return []; // a directory with a fault is no directory
    candidates.push(...entriesOf(entries, supported));
  }
  return candidates;
}

/** The applications in directory entries (tag 61) that the reader may select. */
export function entriesOf<Supported extends SupportedApplication>(
  objects: readonly DataObject[],
  supported: readonly Supported[],
): Candidate<Supported>[] {
  return objects.flatMap((entry) => {
    if (entry.tag !== "61" || entry.kind !== "constructed") return [];
    const name = valueOf(entry.children, "4F");
    return name ? candidatesFor(toHex(name), { objects: entry.children, supported }) : [];
  });
}

function candidatesFor<Supported extends SupportedApplication>(
  applicationId: string,
  { objects, supported }: { readonly objects: readonly DataObject[]; readonly supported: readonly Supported[] },
): Candidate<Supported>[] {
  const match = supported.find((one) => matches(one, applicationId));
  return match ? [candidateOf(applicationId, objects, match)] : [];
}

function matches({ applicationId, partialSelection }: SupportedApplication, found: string): boolean {
  return partialSelection ? found.startsWith(applicationId) : found === applicationId;
}

function candidateOf<Supported extends SupportedApplication>(
  applicationId: string,
  objects: readonly DataObject[],
  supported: Supported,
): Candidate<Supported> {
  const [indicator = 0] = findTag(objects, "87")?.value ?? [];
  const label = new TextDecoder("latin1").decode(findTag(objects, "50")?.value).trim();
  const number = indicator & 0x0f;
  return {
    applicationId,
    label: readable.test(label) ? label : undefined,
    priority: number === 0 ? lowestPriority : number,
    needsConfirmation: (indicator & 0x80) !== 0,
    supported,
  };
}

/** EMV Book 1, section 12.3.3. */
function* candidatesOfList<Supported extends SupportedApplication>(
  supported: readonly Supported[],
): Dialogue<Candidate<Supported>[]> {
  const candidates: Candidate<Supported>[] = [];
  for (const [index, one] of supported.entries()) {
    for (let occurrence = 0; occurrence < maxOccurrences; occurrence += 1) {
      const { data, status } = yield* select(one.applicationId, occurrence === 0 ? 0 : 2);
      if (index === 0 && occurrence === 0 && status === functionNotSupported) {
        throw new KernelEnd("card-blocked", "The card is blocked.");
      }
      if (status !== OK && status !== applicationBlocked) break;
      const information = templateIn(data, "6F");
      const name = information && valueOf(information, "84");
      const found = name && toHex(name);
      if (information === undefined || found === undefined) break;
      const isNew = candidates.every(({ applicationId }) => applicationId !== found);
      if (status === OK && isNew && matches(one, found)) candidates.push(candidateOf(found, information, one));
      if (found === one.applicationId || !one.partialSelection) break;
    }
  }
  return candidates;
}

function valueOf(objects: readonly DataObject[], tag: string): Uint8Array | undefined {
  return objects.find((object) => object.tag === tag)?.value;
}
