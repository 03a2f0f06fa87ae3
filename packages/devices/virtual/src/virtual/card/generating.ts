/** GENERATE AC: the card decides, and proves it with a cryptogram of its own key (EMV Book 3, sections 6.5.5 and 9). */
import { concatBytes } from "@tillwire/bytes";
import { decodeDol, dolDataLength, encodeTlv, splitDolData } from "@tillwire/emv";
import { cryptogramKey, cryptogramOf, signCombinedData } from "@tillwire/keys";
import type { RsaPrivateKey } from "@tillwire/keys";
import type { RandomBytes } from "@tillwire/plugin-api";
import { encodeResponse, OK } from "../apdu/command.ts";
import type { Command } from "../apdu/command.ts";
import type { CardFaults } from "./faults.ts";
import { issuerApplicationData } from "./issuer-data.ts";
import type { CryptogramKind, Given } from "./issuer-data.ts";
import { authenticateIssuer } from "./issuer-answer.ts";
import { atcBytes } from "./memory.ts";
import type { Session } from "./memory.ts";

const kindByBits = new Map<number, CryptogramKind>([
  [0x00, "aac"],
  [0x40, "tc"],
  [0x80, "arqc"],
]);
const bitsOf = { aac: 0x00, tc: 0x40, arqc: 0x80 } as const;
const combinedBit = 0x10;
const wrongLength = 0x6700;
const notNow = 0x6985;
const wrongParameters = 0x6a86;
const dynamicNumberBytes = 8;

/** What the card needs besides its memory. */
export interface Surroundings {
  readonly faults: CardFaults;
  readonly random: RandomBytes;
}

/** Answers GENERATE AC, the first or the second one. */
export function generateCryptogram(session: Session, command: Command, around: Surroundings): Uint8Array {
  const asked = kindByBits.get(command.p1 & 0xc0);
  if (asked === undefined) return encodeResponse(wrongParameters);
  const isSecond = session.stage === "asked-online";
  if (session.stage !== "initiated" && !isSecond) return encodeResponse(notNow);
  const { firstDol, secondDol } = session.application;
  const dol = decodeDol(isSecond ? secondDol : firstDol);
  const data = command.data ?? new Uint8Array(0);
  if (data.length !== dolDataLength(dol)) return encodeResponse(wrongLength);
  const values = new Map(splitDolData(dol, data).map(({ tag, value }) => [tag, value]));
  const given = isSecond ? decideSecond(session, asked, { values, ...around }) : decideFirst(session, asked, around);
  const combined = (command.p1 & combinedBit) !== 0 && (given.second ?? given.first) !== "aac";
  return answer(session, { given: { ...given, combined }, values, data }, around);
}

/** A card may lower what it is asked for, never raise it. */
function decideFirst({ kept, application }: Session, asked: CryptogramKind, { faults }: Surroundings): Given {
  const wantsOnline = asked === "tc" && kept.offlineApprovals >= application.offlineLimit && !faults.firstAnswer;
  const lowered = faults.firstAnswer === "aac" || asked === "aac" ? "aac" : wantsOnline ? "arqc" : asked;
  const first = faults.firstAnswer === "tc" && asked !== "aac" ? "tc" : lowered;
  return { first, combined: false };
}

function decideSecond(
  session: Session,
  asked: CryptogramKind,
  { values, faults }: Surroundings & { readonly values: ReadonlyMap<string, Uint8Array> },
): Given {
  const inData = values.get("91");
  if (inData?.some((byte) => byte !== 0)) authenticateIssuer(session, inData, faults);
  const { issuerAuthentication, kept } = session;
  const refused = issuerAuthentication === "failed" || issuerAuthentication === "declined" || faults.refusesApproval;
  const second = asked === "tc" && !refused && !kept.blocked ? "tc" : "aac";
  if (issuerAuthentication === "approved") kept.lastOnlineAtc = kept.atc;
  return { first: "arqc", second, combined: false };
}

interface Giving {
  readonly given: Given;
  readonly values: ReadonlyMap<string, Uint8Array>;
  /** As the reader sent it. */
  readonly data: Uint8Array;
}

function answer(session: Session, giving: Giving, around: Surroundings): Uint8Array {
  const { application, kept } = session;
  const { given, values, data } = giving;
  const kind = given.second ?? given.first;
  const issuerData = issuerApplicationData(session, given);
  const known = new Map([
    ...values,
    ["82", application.interchangeProfile],
    ["9F36", atcBytes(kept)],
    ["9F10", issuerData],
  ]);
  const key = cryptogramKey(application.profile, application.keys.cryptogram, withNumber(session, known));
  const cryptogram = cryptogramOf(application.profile, key, withNumber(session, known));
  if (given.second === undefined) {
    session.firstData = data;
    session.cryptogram = kind === "arqc" ? cryptogram : undefined;
  }
  session.stage = kind === "arqc" ? "asked-online" : "ended";
  if (kind === "tc") kept.offlineApprovals = given.second === undefined ? kept.offlineApprovals + 1 : 0;
  const information = Uint8Array.of(bitsOf[kind]);
  const signing = application.keys.signing;
  if (!given.combined || signing === undefined) {
    const fields = [information, atcBytes(kept), cryptogram, issuerData];
    return encodeResponse(OK, encodeTlv([{ tag: "80", value: concatBytes(...fields) }]));
  }
  return combinedAnswer(session, { ...giving, kind, cryptogram, issuerData, signing }, around);
}

interface Combining extends Giving {
  readonly kind: CryptogramKind;
  readonly cryptogram: Uint8Array;
  readonly issuerData: Uint8Array;
  readonly signing: RsaPrivateKey<"icc">;
}

/** Combined authentication: the cryptogram stands in what the card signs, not in clear (EMV Book 2, section 6.6.1). */
function combinedAnswer(session: Session, combining: Combining, around: Surroundings): Uint8Array {
  const { given, values, data, kind, cryptogram, issuerData, signing } = combining;
  const { kept } = session;
  const information = Uint8Array.of(bitsOf[kind]);
  const objects = [
    { tag: "9F27", value: information },
    { tag: "9F36", value: atcBytes(kept) },
    { tag: "9F10", value: issuerData },
  ];
  const transaction = given.second === undefined ? [data] : [session.firstData, data];
  const signed = signCombinedData(signing, {
    iccDynamicNumber: around.random(dynamicNumberBytes),
    unpredictableNumber: numberOf(session, values),
    cryptogramInformation: bitsOf[kind],
    cryptogram,
    transactionData: concatBytes(session.optionsData ?? new Uint8Array(0), ...transaction, encodeTlv(objects)),
  });
  if (around.faults.signsWrongly) signed[signed.length - 1] = (signed.at(-1) ?? 0) ^ 1;
  return encodeResponse(OK, encodeTlv([{ tag: "77", children: [...objects, { tag: "9F4B", value: signed }] }]));
}

/** The unpredictable number stands in the list of the first command, and need not stand in the second one. */
function numberOf({ application, firstData }: Session, values: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const now = values.get("9F37");
  if (now !== undefined) return now;
  const first = splitDolData(decodeDol(application.firstDol), firstData).find(({ tag }) => tag === "9F37");
  return first?.value ?? new Uint8Array(4);
}

function withNumber(session: Session, known: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  return new Map([...known, ["9F37", numberOf(session, known)]]);
}
