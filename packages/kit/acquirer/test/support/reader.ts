/** The reader of the tests: it holds an initial DUKPT key, and encrypts what it reads. */
import { fromHex } from "@tillwire/bytes";
import { encodeTlv, type DataObjectInput } from "@tillwire/emv";
import {
  encryptData,
  encryptPin,
  loadTdesKeyRegister,
  padWithZeros,
  parseTdesKeySerialNumber,
  tdesDataKey,
  tdesKey,
  tdesPinKey,
  tdesStandardData,
  type TdesDataSettings,
} from "@tillwire/keys";

/** The initial key of device FFFF9876543210E00000, as ANSI X9.24-1 prints it. */
const initialKey = tdesKey("initial", fromHex("6AC292FAA1315B4D858AB3A3D7D5933A"));
const latin = (text: string) => new TextEncoder().encode(text);

export interface Reading {
  readonly elements: readonly (readonly [name: string, clear: string | Uint8Array])[];
  readonly pin?: { readonly pin: string; readonly pan: string };
  readonly fallbackReason?: string;
  readonly data?: TdesDataSettings;
}

export function createReader() {
  const register = loadTdesKeyRegister(initialKey, parseTdesKeySerialNumber(fromHex("FFFF9876543210E00000")));
  return {
    /** Fields 62 and 52. */
    read({ elements, pin, fallbackReason, data = tdesStandardData }: Reading): { 62: Uint8Array; 52?: Uint8Array } {
      const { keySerialNumber, transactionKey } = register.next();
      const serialNumber = { tag: "C1", value: keySerialNumber.bytes };
      const key = tdesDataKey(transactionKey, "request", data);
      const objects: DataObjectInput[] = elements.map(([name, clear]) => {
        const bytes = typeof clear === "string" ? latin(clear) : clear;
        const ciphertext = encryptData(key, padWithZeros(bytes, 8), { mode: data.mode });
        return {
          tag: "E1",
          children: [{ tag: "C0", value: latin(name) }, serialNumber, { tag: "C2", value: ciphertext }],
        };
      });
      if (pin) objects.push({ tag: "E2", children: [serialNumber] });
      if (fallbackReason !== undefined)
        objects.push({ tag: "E3", children: [{ tag: "C0", value: latin(fallbackReason) }] });
      const block = pin && encryptPin(tdesPinKey(transactionKey), { format: 0, ...pin });
      return { 62: encodeTlv(objects), ...(block && { 52: block }) };
    },
  };
}
