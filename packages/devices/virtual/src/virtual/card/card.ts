/** A chip card, a party of its own: it takes commands, and gives responses. What it knows stays in it. */
import { decodeDol, dolDataLength, encodeAfl, encodeTlv } from "@tillwire/emv";
import { signDynamicData } from "@tillwire/keys";
import type { RandomBytes } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { encodeResponse, OK, parseCommand } from "../apdu/command.ts";
import type { Command } from "../apdu/command.ts";
import { cardCommands } from "./faults.ts";
import type { CardFaults } from "./faults.ts";
import { generateCryptogram } from "./generating.ts";
import { recordName } from "./image.ts";
import type { CardApplication, CardImage, Stripe } from "./image.ts";
import { authenticateIssuer } from "./issuer-answer.ts";
import { atcBytes, newKeptState, newSession } from "./memory.ts";
import type { KeptState, Session } from "./memory.ts";
import { verifyPin } from "./pin.ts";
import { runScriptCommand, scriptCommands } from "./scripts.ts";
import { directoryRecord, directorySfi, findSelected } from "./selecting.ts";
import type { CardInterface } from "./selecting.ts";

const status = {
  wrongLength: 0x6700,
  notNow: 0x6985,
  notFound: 0x6a82,
  recordNotFound: 0x6a83,
  dataNotFound: 0x6a88,
  wrongParameters: 0x6a86,
  unknownCommand: 0x6d00,
  cardBlocked: 0x6a81,
  applicationBlocked: 0x6283,
  authenticationFailed: 0x6300,
} as const;
const challengeBytes = 8;
const nextOccurrence = 0x02;
const nothing = new Uint8Array(0);

/** What a reader, or a shopper's hand, can do with a card. */
export interface VirtualCard {
  readonly image: CardImage;
  /** Whether it is in the reader, or in its field. */
  readonly present: boolean;
  readonly stripe: Stripe | undefined;
  /** Puts it in, or into the field, and resets it: the answer to reset, empty when the chip does not answer. */
  reset(over: CardInterface): Uint8Array;
  /** A command, and the response. Empty when the card is not there, or says nothing. */
  transmit(command: Uint8Array): Uint8Array;
  /** Takes it out. What it remembers over transactions it keeps. */
  pull(): void;
  /** What it remembers over transactions, one for each application, for keeping it somewhere. */
  memory(): readonly KeptState[];
  /** The next faults; those from before are gone. */
  misbehave(faults: CardFaults): void;
}

/** Makes a card of an image. `random` makes its challenges and dynamic numbers. */
export function createVirtualCard(image: CardImage, random: RandomBytes, initialFaults: CardFaults = {}): VirtualCard {
  return new ChipCard(image, random).with(initialFaults);
}

/** The same card again: with what it remembered. */
export function restoreVirtualCard(image: CardImage, random: RandomBytes, memory: readonly KeptState[]): VirtualCard {
  return new ChipCard(image, random, memory);
}

class ChipCard implements VirtualCard {
  readonly image: CardImage;
  readonly #random: RandomBytes;
  readonly #kept: ReadonlyMap<CardApplication, KeptState>;
  #faults: CardFaults = {};
  #over: CardInterface | undefined;
  #session: Session | undefined;
  #directorySelected = false;
  #challenge: Uint8Array | undefined;
  #commands = 0;
  #byIns = new Map<number, number>();

  constructor(image: CardImage, random: RandomBytes, memory: readonly KeptState[] = []) {
    this.image = image;
    this.#random = random;
    this.#kept = new Map(
      image.applications.map((application, index) => {
        const before = memory[index];
        return [application, before ? { ...before } : newKeptState(application)];
      }),
    );
  }

  with(faults: CardFaults): this {
    this.#faults = faults;
    return this;
  }

  memory(): readonly KeptState[] {
    return [...this.#kept.values()].map((kept) => ({ ...kept }));
  }

  get present(): boolean {
    return this.#over !== undefined;
  }

  get stripe(): Stripe | undefined {
    return this.image.stripe;
  }

  reset(over: CardInterface): Uint8Array {
    this.pull();
    this.#over = over;
    const { pinTriesLeft } = this.#faults;
    if (pinTriesLeft !== undefined) for (const kept of this.#kept.values()) kept.pinTriesLeft = pinTriesLeft;
    const answers = !this.#faults.unreadable && (over === "contact" || this.image.contactless);
    return answers ? this.image.answerToReset : nothing;
  }

  pull(): void {
    this.#over = undefined;
    this.#session = undefined;
    this.#directorySelected = false;
    this.#challenge = undefined;
    this.#commands = 0;
    this.#byIns = new Map();
  }

  misbehave(faults: CardFaults): void {
    this.#faults = faults;
  }

  transmit(bytes: Uint8Array): Uint8Array {
    const over = this.#over;
    if (over === undefined || this.#faults.unreadable) return nothing;
    const command = parsed(bytes);
    if (command === undefined) return encodeResponse(status.wrongLength);
    this.#count(command);
    if (this.#isPulled(command)) {
      this.pull();
      return nothing;
    }
    if (this.#commands > (this.#faults.muteAfterCommands ?? Number.POSITIVE_INFINITY)) return nothing;
    return this.#answer(command, bytes, over);
  }

  #count({ ins }: Command): void {
    this.#commands += 1;
    this.#byIns.set(ins, (this.#byIns.get(ins) ?? 0) + 1);
  }

  #isPulled({ ins }: Command): boolean {
    const { pulledAfterCommands, pulledBefore } = this.#faults;
    if (pulledAfterCommands !== undefined && this.#commands > pulledAfterCommands) return true;
    if (pulledBefore === undefined || cardCommands[pulledBefore.command] !== ins) return false;
    return this.#byIns.get(ins) === (pulledBefore.time ?? 1);
  }

  #answer(command: Command, bytes: Uint8Array, over: CardInterface): Uint8Array {
    if (command.ins === cardCommands.select) return this.#select(command, over);
    if (command.ins === cardCommands["read-record"]) return this.#readRecord(command);
    const session = this.#session;
    if (session === undefined) return encodeResponse(status.notNow);
    const challenge = this.#challenge;
    this.#challenge = undefined; // good for the very next command only
    if (command.ins === cardCommands["get-challenge"]) {
      this.#challenge = this.#random(challengeBytes);
      return encodeResponse(OK, this.#challenge);
    }
    if (command.ins === cardCommands.verify) return verifyPin(session, command, challenge);
    return this.#transact(session, command, bytes);
  }

  #transact(session: Session, command: Command, bytes: Uint8Array): Uint8Array {
    const around = { faults: this.#faults, random: this.#random };
    switch (command.ins) {
      case cardCommands["get-processing-options"]:
        return initiate(session, command);
      case cardCommands["get-data"]:
        return getData(session, command);
      case cardCommands["internal-authenticate"]:
        return this.#internalAuthenticate(session, command);
      case cardCommands["generate-ac"]:
        return generateCryptogram(session, command, around);
      case cardCommands["external-authenticate"]:
        return externalAuthenticate(session, command, this.#faults);
      default:
        if (scriptCommands.has(command.ins)) return runScriptCommand(session, bytes);
        return encodeResponse(status.unknownCommand);
    }
  }

  #select({ data = nothing, p2 }: Command, over: CardInterface): Uint8Array {
    if (this.#faults.cardBlocked) return encodeResponse(status.cardBlocked);
    const after = p2 === nextOccurrence ? this.#session?.application : undefined;
    const selected = findSelected(this.image, data, { over, after });
    this.#session = undefined;
    this.#directorySelected = selected?.kind === "directory";
    if (selected === undefined) return encodeResponse(status.notFound);
    if (selected.kind === "directory") return encodeResponse(OK, selected.information);
    const kept = this.#kept.get(selected.application);
    if (kept === undefined) return encodeResponse(status.notFound);
    this.#session = newSession(selected.application, kept);
    const isBlocked = this.#faults.applicationBlocked || kept.blocked;
    return encodeResponse(isBlocked ? status.applicationBlocked : OK, selected.information);
  }

  #readRecord({ p1, p2 }: Command): Uint8Array {
    const sfi = p2 >> 3;
    const inDirectory = this.#directorySelected && sfi === directorySfi;
    const records = this.#session?.application.records;
    const record = inDirectory ? directoryRecord(this.image, p1) : records?.get(recordName(sfi, p1));
    return record === undefined ? encodeResponse(status.recordNotFound) : encodeResponse(OK, record);
  }

  #internalAuthenticate(session: Session, { data = nothing }: Command): Uint8Array {
    const { signing } = session.application.keys;
    if (signing === undefined) return encodeResponse(status.unknownCommand);
    const iccDynamicNumber = this.#random(challengeBytes);
    const signature = signDynamicData(signing, { iccDynamicNumber, terminalDynamicData: data });
    if (this.#faults.signsWrongly) signature[0] = (signature[0] ?? 0) ^ 1;
    session.dynamicallyAuthenticated = true;
    return encodeResponse(OK, encodeTlv([{ tag: "80", value: signature }]));
  }
}

function parsed(bytes: Uint8Array): Command | undefined {
  try {
    return parseCommand(bytes);
  } catch (thrown) {
    if (TillwireError.is(thrown)) return undefined; // not a command: the card says so
    throw thrown;
  }
}

/** GET PROCESSING OPTIONS: a transaction begins, and the counter rises (EMV Book 3, section 6.5.8). */
function initiate(session: Session, { data = nothing }: Command): Uint8Array {
  const { application, kept } = session;
  if (session.stage !== "selected") return encodeResponse(status.notNow);
  if (kept.blocked || kept.atc === 0xffff) return encodeResponse(status.notNow);
  const values = data[0] === 0x83 ? data.subarray(2) : undefined;
  const expected = application.pdol === undefined ? 0 : dolDataLength(decodeDol(application.pdol));
  if (values === undefined || values.length !== expected || data[1] !== expected) {
    return encodeResponse(status.wrongLength);
  }
  kept.atc += 1;
  session.optionsData = values;
  session.stage = "initiated";
  const children = [
    { tag: "82", value: application.interchangeProfile },
    { tag: "94", value: encodeAfl(application.fileLocator) },
  ];
  return encodeResponse(OK, encodeTlv([{ tag: "77", children }]));
}

function getData({ kept }: Session, { p1, p2 }: Command): Uint8Array {
  const values = new Map<number, readonly [tag: string, value: Uint8Array]>([
    [0x9f36, ["9F36", atcBytes(kept)]],
    [0x9f13, ["9F13", Uint8Array.of(kept.lastOnlineAtc >> 8, kept.lastOnlineAtc & 0xff)]],
    [0x9f17, ["9F17", Uint8Array.of(kept.pinTriesLeft)]],
  ]);
  const found = values.get((p1 << 8) | p2);
  if (found === undefined) return encodeResponse(status.dataNotFound);
  return encodeResponse(OK, encodeTlv([{ tag: found[0], value: found[1] }]));
}

function externalAuthenticate(session: Session, { data = nothing }: Command, faults: CardFaults): Uint8Array {
  if (session.stage !== "asked-online" || session.issuerAuthentication !== "not-performed") {
    return encodeResponse(status.notNow); // once in a transaction (Book 3, section 6.5.4)
  }
  return encodeResponse(authenticateIssuer(session, data, faults) ? OK : status.authenticationFailed);
}
