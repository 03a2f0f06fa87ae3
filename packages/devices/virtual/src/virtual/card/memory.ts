/** What a card remembers: over transactions, and within one. */
import type { CardApplication } from "./image.ts";

/** Of one application, for good. */
export interface KeptState {
  atc: number;
  /** Tag 9F13. */
  lastOnlineAtc: number;
  pin: string;
  pinTriesLeft: number;
  blocked: boolean;
  offlineApprovals: number;
  /** Script commands carried out since the last cryptogram that told of them. */
  scriptCount: number;
  scriptFailed: boolean;
}

/** What the issuer's answer came to. */
export type IssuerAuthentication = "not-performed" | "failed" | "approved" | "declined";

/** From GET PROCESSING OPTIONS to the end. */
export interface Session {
  readonly application: CardApplication;
  readonly kept: KeptState;
  /** Values of the PDOL as they came; `undefined` before GET PROCESSING OPTIONS. */
  optionsData: Uint8Array | undefined;
  stage: "selected" | "initiated" | "asked-online" | "ended";
  firstData: Uint8Array;
  /** The ARQC, once there is one. */
  cryptogram: Uint8Array | undefined;
  pinChecked: "no" | "right" | "wrong";
  dynamicallyAuthenticated: boolean;
  issuerAuthentication: IssuerAuthentication;
}

/** A new application's memory. */
export function newKeptState({ pin, pinTries }: CardApplication): KeptState {
  return {
    atc: 0,
    lastOnlineAtc: 0,
    pin,
    pinTriesLeft: pinTries,
    blocked: false,
    offlineApprovals: 0,
    scriptCount: 0,
    scriptFailed: false,
  };
}

/** An application that was just selected. */
export function newSession(application: CardApplication, kept: KeptState): Session {
  return {
    application,
    kept,
    optionsData: undefined,
    stage: "selected",
    firstData: new Uint8Array(0),
    cryptogram: undefined,
    pinChecked: "no",
    dynamicallyAuthenticated: false,
    issuerAuthentication: "not-performed",
  };
}

/** The transaction counter as tag 9F36. */
export function atcBytes({ atc }: KeptState): Uint8Array {
  return Uint8Array.of(atc >> 8, atc & 0xff);
}
