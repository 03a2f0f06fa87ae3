/** VERIFY: the card checks a PIN and counts the tries (EMV Book 3, section 6.5.12). */
import { decipherOfflinePin, decodePinBlock } from "@tillwire/keys";
import { encodeResponse, OK } from "../apdu/command.ts";
import type { Command } from "../apdu/command.ts";
import type { Session } from "./memory.ts";

const plaintext = 0x80;
const enciphered = 0x88;
const wrongParameters = 0x6a86;
const blocked = 0x6983;
/** The low digit is the number of tries that are left. */
const wrongPin = 0x63c0;

/** Answers VERIFY. `challenge` is what GET CHALLENGE gave last. */
export function verifyPin(session: Session, command: Command, challenge: Uint8Array | undefined): Uint8Array {
  const { kept } = session;
  if (command.p2 !== plaintext && command.p2 !== enciphered) return encodeResponse(wrongParameters);
  if (kept.pinTriesLeft === 0) return encodeResponse(blocked);
  const entered = command.p2 === plaintext ? plainPin(command.data) : openedPin(session, command.data, challenge);
  if (entered === kept.pin) {
    kept.pinTriesLeft = session.application.pinTries;
    session.pinChecked = "right";
    return encodeResponse(OK);
  }
  kept.pinTriesLeft -= 1;
  session.pinChecked = "wrong";
  return encodeResponse(wrongPin | kept.pinTriesLeft);
}

function plainPin(data: Uint8Array | undefined): string | undefined {
  try {
    return data && decodePinBlock(data, { format: 2 });
  } catch {
    return undefined; // a card says only that the PIN was wrong
  }
}

function openedPin(
  { application }: Session,
  data: Uint8Array | undefined,
  challenge: Uint8Array | undefined,
): string | undefined {
  const { signing } = application.keys;
  if (signing === undefined || data === undefined || challenge === undefined) return undefined;
  return decipherOfflinePin(signing, data, challenge);
}
