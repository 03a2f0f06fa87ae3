/** Field 62 taken apart: which elements a reader encrypted, under which key serial numbers. Nothing is decrypted here. */
import { decodeError } from "@tillwire/bytes";
import { decodeTlv, type DataObject } from "@tillwire/emv";

const elementNames = ["track-2-equivalent", "track-2", "track-1", "pan", "manual-entry"] as const;
const fallbackReasons = ["chip-unreadable", "no-common-application"] as const;

/** What the clear text of an element is. */
export type ElementName = (typeof elementNames)[number];
export type FallbackReason = (typeof fallbackReasons)[number];

/** One element as it came. */
export interface EncryptedElement {
  readonly element: ElementName;
  readonly keySerialNumber: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** The whole field. */
export interface Envelope {
  readonly elements: readonly EncryptedElement[];
  readonly pinKeySerialNumber?: Uint8Array;
  readonly fallbackReason?: FallbackReason;
}

/** Reads the field. @throws TillwireError `FRAME_INVALID` for anything that the dialect does not have. */
export function readEnvelope(bytes: Uint8Array): Envelope {
  const objects = decodeTlv(bytes);
  if (objects.some(({ tag }) => !["E1", "E2", "E3"].includes(tag)))
    throw invalid("an object that is none of E1, E2, E3");
  const elements = objects.filter(({ tag }) => tag === "E1").map(readElement);
  const pin = single(objects, "E2");
  const fallback = single(objects, "E3");
  return {
    elements,
    ...(pin && { pinKeySerialNumber: member(pin, "C1") }),
    ...(fallback && { fallbackReason: word(fallback, fallbackReasons) }),
  };
}

function readElement(object: DataObject): EncryptedElement {
  return {
    element: word(object, elementNames),
    keySerialNumber: member(object, "C1"),
    ciphertext: member(object, "C2"),
  };
}

function word<const Word extends string>(object: DataObject, words: readonly Word[]): Word {
  const text = new TextDecoder("latin1").decode(member(object, "C0"));
  const known = words.find((one) => one === text);
  if (known === undefined) throw invalid(`a word in ${object.tag} that the dialect does not have`);
  return known;
}

function single(objects: readonly DataObject[], tag: string): DataObject | undefined {
  const [first, second] = objects.filter((object) => object.tag === tag);
  if (second) throw invalid(`${tag} twice`);
  return first;
}

function member(object: DataObject, tag: string): Uint8Array {
  const found = object.kind === "constructed" ? object.children.filter((child) => child.tag === tag) : [];
  const [only, second] = found;
  if (only?.kind !== "primitive" || second) throw invalid(`not one ${tag} in ${object.tag}`);
  return only.value;
}

function invalid(what: string): Error {
  return decodeError(`Field 62 has ${what}.`);
}
