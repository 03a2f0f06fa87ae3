/** SELECT and READ RECORD: how a card is found by a reader, and read (EMV Book 1, sections 11 and 12). */
import { equalBytes, toHex } from "@tillwire/bytes";
import { encodeTlv } from "@tillwire/emv";
import type { DataObjectInput } from "@tillwire/emv";
import type { CardApplication, CardImage } from "./image.ts";

const text = new TextEncoder();
const contactDirectory = text.encode("1PAY.SYS.DDF01");
const contactlessDirectory = text.encode("2PAY.SYS.DDF01");
/** The short file identifier of the directory's records. */
export const directorySfi = 1;

/** What a name stands for. */
export type Selected =
  | { readonly kind: "directory"; readonly information: Uint8Array }
  | { readonly kind: "application"; readonly application: CardApplication; readonly information: Uint8Array };

/** How the card is connected. */
export type CardInterface = "contact" | "contactless";

/** Finds what a reader selects. `after`: the application before, for "next occurrence". */
export function findSelected(
  image: CardImage,
  name: Uint8Array,
  how: { readonly over: CardInterface; readonly after?: CardApplication | undefined },
): Selected | undefined {
  const directoryName = how.over === "contact" ? contactDirectory : contactlessDirectory;
  if (equalBytes(name, directoryName)) {
    if (!image.directory) return undefined;
    return { kind: "directory", information: directoryInformation(image, directoryName, how.over) };
  }
  const matches = image.applications.filter(({ applicationId }) => toHex(applicationId).startsWith(toHex(name)));
  const application = matches[how.after === undefined ? 0 : matches.indexOf(how.after) + 1];
  return application && { kind: "application", application, information: applicationInformation(application) };
}

function directoryInformation(image: CardImage, name: Uint8Array, over: CardInterface): Uint8Array {
  const inside: DataObjectInput[] =
    over === "contact"
      ? [
          { tag: "88", value: Uint8Array.of(directorySfi) },
          { tag: "5F2D", value: text.encode("en") },
        ]
      : [{ tag: "BF0C", children: image.applications.map(directoryEntry) }];
  return encodeTlv([
    {
      tag: "6F",
      children: [
        { tag: "84", value: name },
        { tag: "A5", children: inside },
      ],
    },
  ]);
}

function applicationInformation(application: CardApplication): Uint8Array {
  const { applicationId, pdol } = application;
  const inside: DataObjectInput[] = [
    ...named(application),
    ...(pdol ? [{ tag: "9F38", value: pdol }] : []),
    { tag: "5F2D", value: text.encode("en") },
  ];
  return encodeTlv([
    {
      tag: "6F",
      children: [
        { tag: "84", value: applicationId },
        { tag: "A5", children: inside },
      ],
    },
  ]);
}

/** The directory's records over contact: one application each. */
export function directoryRecord(image: CardImage, record: number): Uint8Array | undefined {
  const application = image.applications[record - 1];
  return application && encodeTlv([{ tag: "70", children: [directoryEntry(application)] }]);
}

function directoryEntry(application: CardApplication): DataObjectInput {
  return { tag: "61", children: [{ tag: "4F", value: application.applicationId }, ...named(application)] };
}

function named({ label, priority, needsConfirmation }: CardApplication): DataObjectInput[] {
  return [
    { tag: "50", value: text.encode(label) },
    { tag: "87", value: Uint8Array.of(priority | (needsConfirmation ? 0x80 : 0)) },
  ];
}
