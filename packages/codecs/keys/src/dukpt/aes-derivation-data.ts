/** The 16 bytes that AES DUKPT encrypts to get a key. Source: X9.24-3:2017, 6.2.1 and 6.3.2, tables 2 and 3. */

/** The keys that AES DUKPT can make. The number behind `tdes` is how many DES keys it is. */
export type AesDukptKeyType =
  | "tdes-2"
  | "tdes-3"
  | "aes-128"
  | "aes-192"
  | "aes-256"
  | "hmac-128"
  | "hmac-192"
  | "hmac-256";

interface KeyTypeFacts {
  /** The algorithm indicator. */
  readonly indicator: number;
  readonly bits: number;
  /** What it counts as when keys are compared: X9.24-3:2017, annex B. */
  readonly strengthBits: number;
}

/** Each key type's row of the tables. */
export const keyTypeFacts: Readonly<Record<AesDukptKeyType, KeyTypeFacts>> = {
  "tdes-2": { indicator: 0, bits: 128, strengthBits: 80 },
  "tdes-3": { indicator: 1, bits: 192, strengthBits: 112 },
  "aes-128": { indicator: 2, bits: 128, strengthBits: 128 },
  "aes-192": { indicator: 3, bits: 192, strengthBits: 192 },
  "aes-256": { indicator: 4, bits: 256, strengthBits: 256 },
  "hmac-128": { indicator: 5, bits: 128, strengthBits: 128 },
  "hmac-192": { indicator: 5, bits: 192, strengthBits: 192 },
  "hmac-256": { indicator: 5, bits: 256, strengthBits: 256 },
};

/** The key usage indicators. */
export const keyUsages = {
  "key-encryption": 0x0002,
  pin: 0x1000,
  "mac-request": 0x2000,
  "mac-response": 0x2001,
  mac: 0x2002,
  "data-request": 0x3000,
  "data-response": 0x3001,
  data: 0x3002,
  transaction: 0x8000,
  initial: 0x8001,
} as const;

/** What is derived, and from where: `context` is the last 8 bytes. */
export interface DerivationInput {
  readonly usage: keyof typeof keyUsages;
  readonly keyType: AesDukptKeyType;
  readonly context: Uint8Array;
}

/** The derivation data: one block for keys of 128 bits, two for longer ones, which differ in their number only. */
export function derivationData({ usage, keyType, context }: DerivationInput): Uint8Array {
  const { indicator, bits } = keyTypeFacts[keyType];
  const blocks = new Uint8Array(Math.ceil(bits / 128) * 16);
  const view = new DataView(blocks.buffer);
  for (let start = 0; start < blocks.length; start += 16) {
    blocks[start] = 1;
    blocks[start + 1] = start / 16 + 1;
    view.setUint16(start + 2, keyUsages[usage]);
    view.setUint16(start + 4, indicator);
    view.setUint16(start + 6, bits);
    blocks.set(context, start + 8);
  }
  return blocks;
}
