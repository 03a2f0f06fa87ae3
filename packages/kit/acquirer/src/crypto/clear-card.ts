/**
 * What stands in the clear text of an element. Readers fill up with zeros to whole blocks, and nothing says how many, so
 * zeros at the end are taken off as far as the rest makes sense.
 */
import { decodeError } from "@tillwire/bytes";
import { decodeTrack2Equivalent, parseTrack1, parseTrack2 } from "@tillwire/emv";
import { TillwireError } from "@tillwire/plugin-api";
import type { ElementName } from "./envelope.ts";

/** A card in clear: it lives for the length of one decision, and goes into no log and no ledger. */
export interface ClearCard {
  readonly pan: string;
  /** YYMM. */
  readonly expiry?: string;
  /** Three digits, ISO/IEC 7813. */
  readonly serviceCode?: string;
}

/** Reads clear text. @throws TillwireError `FRAME_INVALID` when it is not what the element says: most likely another key. */
export function readClearCard(element: ElementName, clear: Uint8Array): ClearCard {
  switch (element) {
    case "track-2-equivalent":
      return trackEquivalent(clear);
    case "track-2":
      return parseTrack2(textOf(clear));
    case "track-1":
      return parseTrack1(textOf(clear));
    case "pan":
      return keyed(textOf(clear), /^(\d{8,19})$/);
    case "manual-entry":
      return keyed(textOf(clear), /^;?(\d{8,19})=(\d{4})(?:[=:]\d{3,4})?\??$/);
  }
}

/** Tag 57: zeros at its end may be its own, so the longest reading that there is counts. */
function trackEquivalent(clear: Uint8Array): ClearCard {
  let end = clear.length;
  for (;;) {
    try {
      return decodeTrack2Equivalent(clear.subarray(0, end));
    } catch (error) {
      if (!TillwireError.is(error) || end === 0 || clear[end - 1] !== 0) throw error;
    }
    end -= 1;
  }
}

function textOf(clear: Uint8Array): string {
  return new TextDecoder("latin1").decode(clear).replace(/\0+$/, "");
}

function keyed(text: string, form: RegExp): ClearCard {
  const [, pan, expiry] = form.exec(text) ?? [];
  if (pan === undefined) throw decodeError("The clear text is no card number.");
  return expiry === undefined ? { pan } : { pan, expiry };
}
