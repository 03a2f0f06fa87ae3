/**
 * What one transaction's key of TDES DUKPT is used for: variants of it, by exclusive or. Source: X9.24-1:2009, A.4.1.
 * Data keys take a one-way step more, in the standard; many readers in the field do it otherwise, so that is a setting.
 */
import { xorBytes } from "../cipher/bits.ts";
import { tripleDes } from "../cipher/triple-des.ts";
import { doubleLengthBytes, tdesKey, type TdesKey } from "../key.ts";
import type { CipherMode } from "../data-encryption.ts";

/** Which way a message goes: `request` from the device to the host, `response` back. */
export type Direction = "request" | "response";

/** Where the variant's FF stands in each half. */
const variantByte = {
  pin: 7,
  "mac-request": 6,
  "mac-response": 4,
  "data-request": 5,
  "data-response": 3,
} as const;

const variantMasks = new Map(
  Object.values(variantByte).map((position) => {
    const mask = new Uint8Array(16);
    mask[position] = 0xff;
    mask[position + 8] = 0xff;
    return [position, mask];
  }),
);

function variant(transactionKey: TdesKey<"transaction">, purpose: keyof typeof variantByte): Uint8Array {
  return xorBytes(doubleLengthBytes(transactionKey), variantMasks.get(variantByte[purpose]) ?? new Uint8Array(16));
}

/** The key that encrypts PIN blocks. */
export function tdesPinKey(transactionKey: TdesKey<"transaction">): TdesKey<"pin"> {
  return tdesKey("pin", variant(transactionKey, "pin"));
}

/** The key for MACs of one direction. Where both directions use one key, it is the one for requests. */
export function tdesMacKey<const Way extends Direction>(
  transactionKey: TdesKey<"transaction">,
  direction: Way,
): TdesKey<`mac-${Way}`> {
  return tdesKey(`mac-${direction}`, variant(transactionKey, `mac-${direction}`));
}

/**
 * How the readers of one key set encrypt data. It is part of a key set's configuration: it cannot be told from the
 * message.
 */
export interface TdesDataSettings {
  /** `data` as in the standard; `pin` as MagTek readers and many older ones do. */
  readonly variant: "data" | "pin";
  /** True when each half of the variant is encrypted under the variant, as in the standard since 2009. */
  readonly oneWayStep: boolean;
  /** CBC starts from zeros. */
  readonly mode: CipherMode["mode"];
}

/** X9.24-1:2009, and for example ID TECH readers. */
export const tdesStandardData: TdesDataSettings = { variant: "data", oneWayStep: true, mode: "cbc" };
/** The PIN variant used for data, as it is: for example MagTek readers. */
export const tdesPinVariantData: TdesDataSettings = { variant: "pin", oneWayStep: false, mode: "cbc" };

/** The key that encrypts data of one direction. Where both directions use one key, it is the one for requests. */
export function tdesDataKey<const Way extends Direction>(
  transactionKey: TdesKey<"transaction">,
  direction: Way,
  settings: TdesDataSettings = tdesStandardData,
): TdesKey<`data-${Way}`> {
  const bytes = variant(transactionKey, settings.variant === "pin" ? "pin" : `data-${direction}`);
  return tdesKey(`data-${direction}`, settings.oneWayStep ? tripleDes(bytes).encrypt(bytes) : bytes);
}
