/**
 * What the card tells its issuer (tag 9F10), as far as published facts allow: CCD (EMV 4.4 Book 3, Annex C9), Visa (IAD
 * formats 0 to 4) and Mastercard (M/Chip 4 and Advance). Other schemes have layouts of their own, some of which look like
 * Visa's, so the application identifier decides where it is given.
 */

/** The parts that every known layout has. */
export interface IssuerApplicationDataParts {
  readonly derivationKeyIndex: number;
  /** The byte that says how the cryptogram is made. Schemes quote it in hexadecimal or in decimal: `0x12` is "CVN 18". */
  readonly cryptogramVersion: number;
  /**
   * A view: three bytes (Visa 0, 1, 3; without the length `03` before them, which CVN 10 signs as well), five (CCD,
   * Visa 2, 4) or six (Mastercard).
   */
  readonly cardVerificationResults: Uint8Array;
}

/** Issuer application data by layout. */
export type IssuerApplicationData =
  | ({ readonly layout: "ccd" } & IssuerApplicationDataParts)
  | ({ readonly layout: "visa"; readonly iadFormat: 0 | 1 | 2 | 3 | 4 } & IssuerApplicationDataParts)
  | ({ readonly layout: "mchip"; readonly product: "M/Chip 4" | "M/Chip Advance" } & IssuerApplicationDataParts)
  | { readonly layout: "unknown" };

/** Visa, and Visa's common application of the United States. */
const visaRids: ReadonlySet<string> = new Set(["A000000003", "A000000098"]);
const mastercardRid = "A000000004";
const ccdBytes = 32;
const ccdMark = 0x0f;
const mchip4Bytes = 18;
const mchipAdvanceBytes: ReadonlySet<number> = new Set([20, 26, 28]);
const unknown: IssuerApplicationData = Object.freeze({ layout: "unknown" });

/**
 * Takes issuer application data apart. Whatever fits no known layout is `unknown`: an issuer may put there what it likes.
 * @param applicationId The AID (4F, 84 or 9F06) in upper-case hexadecimal. Without it the layout is told by its marks
 * alone, which a card of another scheme could carry by chance.
 */
export function decodeIssuerApplicationData(value: Uint8Array, applicationId?: string): IssuerApplicationData {
  const rid = applicationId?.slice(0, 10);
  return (
    ccd(value) ??
    (rid === undefined || visaRids.has(rid) ? visa(value) : undefined) ??
    (rid === undefined || rid === mastercardRid ? mchip(value) : undefined) ??
    unknown
  );
}

/** Length, CCI, DKI, CVR (5), counters (8), length, issuer discretionary (15): Annex C9.2, Table CCD 9. */
function ccd(value: Uint8Array): IssuerApplicationData | undefined {
  const [length, cryptogramVersion = 0, derivationKeyIndex = 0] = value;
  if (value.length !== ccdBytes || length !== ccdMark || value[16] !== ccdMark) return undefined;
  return { layout: "ccd", derivationKeyIndex, cryptogramVersion, cardVerificationResults: value.subarray(3, 8) };
}

/** Formats 0, 1, 3: length 06, DKI, CVN, CVR with its length 03. Formats 2, 4: length 1F, CVN, DKI, CVR (5). */
function visa(value: Uint8Array): IssuerApplicationData | undefined {
  const [length, second = 0, third = 0, cvrLength] = value;
  if (length === 0x06 && value.length >= 7 && cvrLength === 3) {
    const iadFormat = third >> 4;
    if (iadFormat !== 0 && iadFormat !== 1 && iadFormat !== 3) return undefined;
    const cardVerificationResults = value.subarray(4, 7);
    return { layout: "visa", iadFormat, derivationKeyIndex: second, cryptogramVersion: third, cardVerificationResults };
  }
  const iadFormat = second >> 4;
  if (length !== 0x1f || value.length !== 32 || (iadFormat !== 2 && iadFormat !== 4)) return undefined;
  const cardVerificationResults = value.subarray(3, 8);
  return { layout: "visa", iadFormat, derivationKeyIndex: third, cryptogramVersion: second, cardVerificationResults };
}

/** DKI, CVN 1x, CVR (6), DAC or dynamic number (2), counters. */
function mchip(value: Uint8Array): IssuerApplicationData | undefined {
  const [derivationKeyIndex = 0, cryptogramVersion = 0] = value;
  const isMchip4 = value.length === mchip4Bytes;
  if ((!isMchip4 && !mchipAdvanceBytes.has(value.length)) || (cryptogramVersion & 0xf8) !== 0x10) return undefined;
  const product = isMchip4 ? "M/Chip 4" : "M/Chip Advance";
  return {
    layout: "mchip",
    product,
    derivationKeyIndex,
    cryptogramVersion,
    cardVerificationResults: value.subarray(2, 8),
  };
}
