/**
 * The key of one transaction from a card's master key. Sources: EMV Book 2, annex A1.3, and the schemes' own methods as
 * published test values show them.
 */
import { concatBytes, encodeError } from "@tillwire/bytes";
import { xorBytes } from "../cipher/bits.ts";
import { doubleLengthBytes, keyCipher, tdesKey, type EmvUse, type TdesKey } from "../key.ts";
import { treeKey } from "./session-key-tree.ts";
import { checkLength } from "./tag-values.ts";

/** How to derive, and from what. `atc` is tag 9F36. */
export type SessionKeyMethod =
  /** The card's key itself: Visa CVN 10 and 17. */
  | { readonly method: "none" }
  /** EMV common session keys: cryptograms take the transaction counter. */
  | { readonly method: "emv-common"; readonly atc: Uint8Array }
  /** EMV common session keys: scripts take 8 bytes, which are the application cryptogram. */
  | { readonly method: "emv-common"; readonly diversification: Uint8Array }
  /** M/Chip with the unpredictable number, tag 9F37. */
  | { readonly method: "mastercard-skd"; readonly atc: Uint8Array; readonly unpredictableNumber: Uint8Array }
  /** Visa's keys for scripts. */
  | { readonly method: "visa-script"; readonly atc: Uint8Array }
  /** The tree of EMV 2000, for old cards. */
  | ({ readonly method: "emv2000-tree"; readonly atc: Uint8Array } & TreeShape);

/** The tree of EMV 2000 (EMV 4.0 Book 2, annex A1.3). Schemes use height 8 with branch factor 4, or 16 with 2. */
export interface TreeShape {
  readonly height: number;
  readonly branchFactor: number;
  /** 16 bytes. */
  readonly initialVector: Uint8Array;
}

/**
 * A key for one transaction. The parity bits are left as they come.
 * @throws TillwireError `REQUEST_INVALID` for a counter, number or key of a wrong length.
 */
export function deriveSessionKey<Use extends EmvUse>(
  cardKey: TdesKey<`card-${Use}`>,
  how: SessionKeyMethod,
): TdesKey<`session-${Use}`> {
  // Replaces one word of the purpose by another, which a template type cannot follow.
  const purpose = cardKey.purpose.replace("card-", "session-") as `session-${Use}`;
  return tdesKey(purpose, sessionKeyBytes(cardKey, how));
}

function sessionKeyBytes(cardKey: TdesKey<`card-${EmvUse}`>, how: SessionKeyMethod): Uint8Array {
  const bytes = doubleLengthBytes(cardKey);
  if ("atc" in how) checkLength("The application transaction counter", how.atc, 2);
  switch (how.method) {
    case "none":
      return bytes;
    case "emv-common":
      return commonKey(cardKey, "atc" in how ? concatBytes(how.atc, new Uint8Array(6)) : how.diversification);
    case "mastercard-skd":
      checkLength("The unpredictable number", how.unpredictableNumber, 4);
      return commonKey(cardKey, concatBytes(how.atc, new Uint8Array(2), how.unpredictableNumber));
    case "visa-script":
      return xorBytes(bytes, visaMask(how.atc));
    case "emv2000-tree":
      checkTree(how);
      return treeKey(bytes, (how.atc[0] ?? 0) * 256 + (how.atc[1] ?? 0), how);
  }
}

/** Both halves encrypt the same 8 bytes, marked F0 and 0F in the third. */
function commonKey(cardKey: TdesKey<`card-${EmvUse}`>, diversification: Uint8Array): Uint8Array {
  checkLength("The diversification value", diversification, 8);
  const both = concatBytes(diversification, diversification);
  both[2] = 0xf0;
  both[10] = 0x0f;
  return keyCipher(cardKey).encrypt(both);
}

/** The counter at the end of the left half, its complement at the end of the right one. */
function visaMask(atc: Uint8Array): Uint8Array {
  const mask = new Uint8Array(16);
  mask.set(atc, 6);
  mask.set(
    atc.map((byte) => byte ^ 0xff),
    14,
  );
  return mask;
}

const maxHeight = 16;

function checkTree({ height, branchFactor, initialVector }: TreeShape): void {
  checkLength("The initial vector of the tree", initialVector, 16);
  const isShape = Number.isInteger(height) && Number.isInteger(branchFactor) && height <= maxHeight;
  if (!isShape || height < 2 || branchFactor < 2 || branchFactor ** height <= 0xffff) {
    throw encodeError("The tree has to have a leaf for each of 65536 counters, on 2 to 16 levels.");
  }
}
