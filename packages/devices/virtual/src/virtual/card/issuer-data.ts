/** Issuer application data (tag 9F10) with card verification results, in the layout of each scheme. */
import { concatBytes } from "@tillwire/bytes";
import type { Session } from "./memory.ts";

/** The cryptograms given so far. */
export interface Given {
  readonly first: CryptogramKind;
  /** Absent in the answer to the first GENERATE AC. */
  readonly second?: "tc" | "aac";
  readonly combined: boolean;
}

/** A cryptogram by kind. */
export type CryptogramKind = "aac" | "tc" | "arqc";

const firstBits = { aac: 0x00, tc: 0x10, arqc: 0x20 } as const;
const secondBits = { aac: 0x00, tc: 0x40 } as const;
const notRequested = 0x80;
/** The issuer's name for the master key that the card's keys came from. */
const derivationKeyIndex = 0x01;

/** Makes tag 9F10. */
export function issuerApplicationData(session: Session, given: Given): Uint8Array {
  const { profile } = session.application;
  const { version } = profile;
  if (profile.scheme === "visa") {
    return concatBytes(Uint8Array.of(0x06, derivationKeyIndex, version, 0x03), visaResults(session, given));
  }
  if (profile.scheme === "mastercard") {
    return concatBytes(Uint8Array.of(derivationKeyIndex, version), mchipResults(session, given), new Uint8Array(10));
  }
  return concatBytes(
    Uint8Array.of(0x0f, version, derivationKeyIndex),
    commonResults(session, given),
    new Uint8Array(8),
    Uint8Array.of(0x0f),
    new Uint8Array(15),
  );
}

function cryptogramBits({ first, second }: Given): number {
  return firstBits[first] | (second === undefined ? notRequested : secondBits[second]);
}

/** The bits of a sum, each where its condition holds. */
function bits(...pairs: readonly (readonly [condition: boolean, mask: number])[]): number {
  let sum = 0;
  for (const [condition, mask] of pairs) if (condition) sum |= mask;
  return sum;
}

/** EMV Book 3, annex C9.3. */
function commonResults(session: Session, given: Given): Uint8Array {
  const { kept, issuerAuthentication } = session;
  const isSecond = given.second !== undefined;
  return Uint8Array.of(
    cryptogramBits(given) |
      bits(
        [given.combined, 0x08],
        [session.dynamicallyAuthenticated, 0x04],
        [isSecond && issuerAuthentication === "not-performed", 0x02],
        [issuerAuthentication === "failed", 0x01],
      ),
    (kept.pinTriesLeft << 4) | pinBits(session, { performed: 0x08, failed: 0x04, limit: 0x02 }),
    0,
    (kept.scriptCount << 4) | bits([kept.scriptFailed, 0x08]),
    0,
  );
}

function pinBits(
  { kept, pinChecked }: Session,
  mask: { readonly performed: number; readonly failed: number; readonly limit: number },
): number {
  return bits(
    [pinChecked !== "no", mask.performed],
    [pinChecked === "wrong", mask.failed],
    [kept.pinTriesLeft === 0, mask.limit],
  );
}

/** As open decoders have it for IAD format 1. */
function visaResults(session: Session, given: Given): Uint8Array {
  const { kept, issuerAuthentication } = session;
  const isSecond = given.second !== undefined;
  return Uint8Array.of(
    cryptogramBits(given) |
      bits([issuerAuthentication === "failed", 0x08]) |
      pinBits(session, { performed: 0x04, failed: 0x02, limit: 0 }),
    bits(
      [kept.pinTriesLeft === 0, 0x40],
      [kept.lastOnlineAtc === 0, 0x10],
      [isSecond && issuerAuthentication === "not-performed", 0x04],
    ),
    (kept.scriptCount << 4) | bits([kept.scriptFailed, 0x08], [session.dynamicallyAuthenticated, 0x02]),
  );
}

/** As open decoders have it for M/Chip. */
function mchipResults(session: Session, given: Given): Uint8Array {
  const { kept } = session;
  return Uint8Array.of(
    cryptogramBits(given) | pinBits(session, { performed: 0x04, failed: 0, limit: 0 }),
    0,
    (kept.scriptCount << 4) | kept.pinTriesLeft,
    0,
    0,
    0,
  );
}
