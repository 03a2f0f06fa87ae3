/** What the issuer says to a genuine chip: response cryptogram (91), response code (8A), and script commands (71, 72). */
import { fromHex } from "@tillwire/bytes";
import { encodeTlv, type DataObjectInput } from "@tillwire/emv";
import {
  buildScriptCommand,
  deriveCardKey,
  deriveScriptKey,
  issuerAuthenticationData,
  tdesKey,
  type IssuerResponse,
} from "@tillwire/keys";
import type { GenuineChip } from "./chip.ts";

/** What to tell the chip. */
export interface ChipVerdict {
  readonly responseCode: string;
  readonly approved: boolean;
  /** `wrong` spoils the response cryptogram, `none` leaves it out: a host that has trouble. */
  readonly authentication: "right" | "wrong" | "none";
  readonly script?: ChipScript;
}

/** Card status update of method 2 (EMV Book 3, annex C8): approved online, counters set to zero; or nothing at all. */
const cardStatusUpdate = { approved: fromHex("00820000"), declined: fromHex("00000000") };

/** Commands of scripts (EMV Book 3, 6.5), all of them without data: identifier of the script and command header. */
const scripts = {
  "unblock-pin": { tag: "71", identifier: "00000071", header: "84240000" },
  "unblock-application": { tag: "72", identifier: "00000072", header: "84180000" },
  "block-application": { tag: "72", identifier: "00000073", header: "841E0000" },
} as const;

/** What a script has the chip do. 71 comes before the second GENERATE AC, 72 after it. */
export type ChipScript = keyof typeof scripts;

/** The value of field 55. */
export function answerChip(chip: GenuineChip, verdict: ChipVerdict): Uint8Array {
  const objects: DataObjectInput[] = [{ tag: "8A", value: codeBytes(verdict) }];
  if (chip.profile.response && verdict.authentication !== "none") {
    objects.push({ tag: "91", value: authenticationData(chip, verdict) });
  }
  if (verdict.script) objects.push(...scriptObjects(chip, verdict.script));
  return encodeTlv(objects);
}

function authenticationData(chip: GenuineChip, verdict: ChipVerdict): Uint8Array {
  const response: IssuerResponse =
    chip.profile.response?.method === 1
      ? { method: 1, responseCode: codeBytes(verdict) }
      : { method: 2, cardStatusUpdate: cardStatusUpdate[verdict.approved ? "approved" : "declined"] };
  const data = issuerAuthenticationData(chip.responseKey, chip.cryptogram, response);
  return verdict.authentication === "right" ? data : data.map((byte, index) => (index === 0 ? byte ^ 0x01 : byte));
}

function codeBytes({ responseCode }: ChipVerdict): Uint8Array {
  return new TextEncoder().encode(responseCode);
}

function scriptObjects({ profile, issuer, card, atc, cryptogram }: GenuineChip, script: ChipScript): DataObjectInput[] {
  const rules = profile.script;
  if (!rules) return []; // nobody has published how such a chip is sent one
  const { tag, identifier, header } = scripts[script];
  const transaction = { atc: Uint8Array.of(atc >> 8, atc & 0xff), cryptogram };
  const cardKey = deriveCardKey(tdesKey("issuer-integrity", fromHex(issuer.integrity)), card, issuer.cardKeyOption);
  const key = deriveScriptKey(cardKey, rules, transaction);
  const command = buildScriptCommand(key, rules, { header: fromHex(header), data: new Uint8Array(0), transaction });
  const children = [
    { tag: "9F18", value: fromHex(identifier) },
    { tag: "86", value: command },
  ];
  return [{ tag, children }];
}
