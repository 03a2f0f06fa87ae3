/** Issuer script commands, carried out when their MAC is right (EMV Book 3, section 6.5; Book 2, section 9). */
import { TillwireError } from "@tillwire/plugin-api";
import { decipherScriptData, decodePinBlock, deriveScriptKey, verifyScriptCommand, visPinBlock } from "@tillwire/keys";
import type { ScriptRules } from "@tillwire/keys";
import { encodeResponse, OK, parseCommand } from "../apdu/command.ts";
import { atcBytes } from "./memory.ts";
import type { Session } from "./memory.ts";

const applicationUnblock = 0x18;
const applicationBlock = 0x1e;
const pinChange = 0x24;
const notSupported = 0x6d00;
const macWrong = 0x6988;
const notNow = 0x6985;
const pinOnlyUnblocked = 0;

/** The commands that scripts are made of. */
export const scriptCommands: ReadonlySet<number> = new Set([applicationUnblock, applicationBlock, pinChange]);

/** Answers a command with secure messaging. */
export function runScriptCommand(session: Session, bytes: Uint8Array): Uint8Array {
  const status = carryOut(session, bytes);
  if (status === OK) session.kept.scriptCount = Math.min(15, session.kept.scriptCount + 1);
  else session.kept.scriptFailed = true;
  return encodeResponse(status);
}

function carryOut(session: Session, bytes: Uint8Array): number {
  const { application, kept, cryptogram } = session;
  const rules = application.profile.script;
  if (rules === undefined) return notSupported;
  if (cryptogram === undefined) return notNow;
  const transaction = { atc: atcBytes(kept), cryptogram };
  const integrity = deriveScriptKey(application.keys.integrity, rules, transaction);
  const data = verifyScriptCommand(integrity, rules, { command: bytes, transaction });
  if (data === undefined) return macWrong;
  const { ins, p2 } = parseCommand(bytes);
  if (ins === applicationBlock) kept.blocked = true;
  else if (ins === applicationUnblock) kept.blocked = false;
  else return changePin(session, rules, { data, p2, cryptogram });
  return OK;
}

function changePin(
  session: Session,
  rules: ScriptRules,
  { data, p2, cryptogram }: { readonly data: Uint8Array; readonly p2: number; readonly cryptogram: Uint8Array },
): number {
  const { kept, application } = session;
  if (p2 !== pinOnlyUnblocked) {
    const transaction = { atc: atcBytes(kept), cryptogram };
    const key = deriveScriptKey(application.keys.confidentiality, rules, transaction);
    try {
      const block = decipherScriptData(key, data, rules.encipherment);
      kept.pin = rules.pinBlock === "vis" ? openVisBlock(session, block, p2) : decodePinBlock(block, { format: 2 });
    } catch (thrown) {
      if (!TillwireError.is(thrown)) throw thrown;
      return macWrong; // whatever it was, it was not a PIN of this issuer
    }
  }
  kept.pinTriesLeft = application.pinTries;
  return OK;
}

/** Undoes {@link visPinBlock}: the block of a known PIN shows what is mixed in. */
function openVisBlock({ application, kept }: Session, block: Uint8Array, p2: number): string {
  const currentPinMixedIn = 1;
  const known = visPinBlock(application.keys.cryptogram, "0000", p2 === currentPinMixedIn ? kept.pin : undefined);
  const plain = Uint8Array.of(0x04, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff);
  const field = block.map((byte, index) => byte ^ (known[index] ?? 0) ^ (plain[index] ?? 0));
  return decodePinBlock(field, { format: 0, pan: "0".repeat(13) });
}
