/** Processing restrictions: version, usage and dates (EMV Book 3, section 10.4). Pure. */
import { equalBytes, toHex } from "@tillwire/bytes";
import { applicationUsageControl } from "@tillwire/emv";
import type { TagValues, TvrBit } from "@tillwire/emv";

const cashType = 0x01;
const cashbackType = 0x09;
const cashCapability = 0x80;
/** Operated by a bank and unattended: these, when they give cash, are ATMs (EMV Book 4, annex A1). */
const atmTypes: ReadonlySet<number> = new Set([0x14, 0x15, 0x16]);

/** The bits that the restrictions set. */
export function processingRestrictions(values: TagValues): TvrBit[] {
  const bits: TvrBit[] = [];
  const [cardVersion, ownVersion] = [values.get("9F08"), values.get("9F09")];
  if (cardVersion && ownVersion && !equalBytes(cardVersion, ownVersion)) bits.push("applicationVersionsDiffer");
  if (!isUsageAllowed(values)) bits.push("serviceNotAllowed");
  const today = dateOf(values.get("9A"));
  const [effective, expires] = [values.get("5F25"), values.get("5F24")];
  if (effective && dateOf(effective) > today) bits.push("applicationNotYetEffective");
  if (expires && dateOf(expires) < today) bits.push("expiredApplication");
  return bits;
}

/** Comparable: years from 50 on are of the last century (EMV Book 4, section 6.7.3). */
function dateOf(value: Uint8Array | undefined): string {
  const digits = toHex(value ?? new Uint8Array(3));
  return (digits < "50" ? "20" : "19") + digits;
}

function isUsageAllowed(values: TagValues): boolean {
  const control = values.get("9F07");
  if (control?.length !== applicationUsageControl.byteCount) return true;
  const allows = (name: Parameters<typeof applicationUsageControl.has>[1]): boolean =>
    applicationUsageControl.has(control, name);
  if (!allows(isAtm(values) ? "atms" : "otherThanAtms")) return false;
  const country = values.get("5F28");
  const ownCountry = values.get("9F1A");
  if (country === undefined || ownCountry === undefined) return true;
  const isHome = equalBytes(country, ownCountry);
  const [type] = values.get("9C") ?? [];
  if (type === cashType) return allows(isHome ? "domesticCash" : "internationalCash");
  const goods = allows(isHome ? "domesticGoods" : "internationalGoods");
  const services = allows(isHome ? "domesticServices" : "internationalServices");
  if (!goods && !services) return false;
  return type !== cashbackType || allows(isHome ? "domesticCashback" : "internationalCashback");
}

function isAtm(values: TagValues): boolean {
  const [type = 0] = values.get("9F35") ?? [];
  const [capabilities = 0] = values.get("9F40") ?? [];
  return atmTypes.has(type) && (capabilities & cashCapability) !== 0;
}
