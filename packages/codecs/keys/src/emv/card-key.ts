/** A card's own master key from the issuer's. Source: EMV Book 2, annex A1.4. */
import { createHash } from "node:crypto";
import { concatBytes, encodeError, packDigits } from "@tillwire/bytes";
import { setOddParity } from "../cipher/parity.ts";
import { decimalDigits } from "../cipher/decimal-digits.ts";
import { doubleLengthBytes, keyCipher, tdesKey, type EmvUse, type TdesKey } from "../key.ts";

/** Which card: its number and, when several have the same, its sequence number. */
export interface CardIdentity {
  readonly pan: string;
  /** Tag 5F34, two digits; `00` when the card has none. */
  readonly panSequenceNumber: string;
}

/**
 * How the card's number becomes the data that is encrypted. Option `A` takes its last 16 digits; option `B` differs for
 * numbers of more than 16 digits only, which it hashes. `B-always` hashes every number: not EMV, but some hosts do so for
 * dCVV and CVC3.
 */
export type CardKeyOption = "A" | "B" | "B-always";

const wellFormedPan = /^[0-9]{8,19}$/;
const wellFormedSequenceNumber = /^[0-9]{2}$/;
const blockDigits = 16;

/**
 * The card's master key for one use.
 * @throws TillwireError `REQUEST_INVALID` for a card number or sequence number that is none, or an issuer key that is not
 * of 16 bytes.
 */
export function deriveCardKey<Use extends EmvUse>(
  issuerKey: TdesKey<`issuer-${Use}`>,
  card: CardIdentity,
  option: CardKeyOption,
): TdesKey<`card-${Use}`> {
  const isHashed = option === "B-always" || (option === "B" && card.pan.length > blockDigits);
  const block = packDigits(isHashed ? hashedDigits(card) : lastDigits(card));
  doubleLengthBytes(issuerKey);
  const both = concatBytes(
    block,
    block.map((byte) => byte ^ 0xff),
  );
  // Replaces one word of the purpose by another, which a template type cannot follow.
  const purpose = issuerKey.purpose.replace("issuer-", "card-") as `card-${Use}`;
  return tdesKey(purpose, setOddParity(keyCipher(issuerKey).encrypt(both)));
}

function lastDigits(card: CardIdentity): string {
  return allDigits(card).slice(-blockDigits).padStart(blockDigits, "0");
}

/** SHA-1 of number and sequence number, turned into digits. */
function hashedDigits(card: CardIdentity): string {
  return decimalDigits(
    createHash("sha1")
      .update(packDigits(allDigits(card)))
      .digest(),
    blockDigits,
  );
}

function allDigits({ pan, panSequenceNumber }: CardIdentity): string {
  if (!wellFormedPan.test(pan)) throw encodeError("A card number has 8 to 19 digits.");
  if (!wellFormedSequenceNumber.test(panSequenceNumber)) throw encodeError("A card sequence number has 2 digits.");
  return pan + panSequenceNumber;
}
