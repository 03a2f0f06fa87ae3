/** The card checks that an answer comes from its issuer (EMV Book 2, section 8.2; Book 3, annex C10). */
import { cryptogramKey, verifyIssuerAuthentication } from "@tillwire/keys";
import type { IssuerResponse } from "@tillwire/keys";
import { decodeDol, splitDolData } from "@tillwire/emv";
import type { CardFaults } from "./faults.ts";
import { atcBytes } from "./memory.ts";
import type { Session } from "./memory.ts";

/** Of the card status update: byte 2. */
const approves = 0x80;
const blocksApplication = 0x20;
const updatesPinTries = 0x10;

/** Looks at tag 91 and remembers what it came to. True when it was the issuer's. */
export function authenticateIssuer(session: Session, authenticationData: Uint8Array, faults: CardFaults): boolean {
  const { application, cryptogram, kept, firstData } = session;
  const { profile, keys } = application;
  if (cryptogram === undefined || profile.response === undefined) return false;
  if (faults.trustsAnyIssuer) {
    session.issuerAuthentication = "approved";
    return true;
  }
  const asked = splitDolData(decodeDol(application.firstDol), firstData);
  const values = new Map(asked.map(({ tag, value }) => [tag, value]));
  const sessionKey = cryptogramKey(profile, keys.cryptogram, values.set("9F36", atcBytes(kept)));
  const key = profile.response.key === "card" ? keys.cryptogram : sessionKey;
  const response = verifyIssuerAuthentication(key, cryptogram, { method: profile.response.method, authenticationData });
  session.issuerAuthentication = response === undefined ? "failed" : verdictOf(session, response);
  return response !== undefined;
}

function verdictOf({ kept }: Session, response: IssuerResponse): "approved" | "declined" {
  if (response.method === 1) return "approved"; // whether it was, the reader asks for with its second GENERATE AC
  const [tries = 0, update = 0] = response.cardStatusUpdate;
  if (update & blocksApplication) kept.blocked = true;
  if (update & updatesPinTries) kept.pinTriesLeft = tries & 0x0f;
  return update & approves ? "approved" : "declined";
}
