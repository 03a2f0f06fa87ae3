/** The parameter set as tags, for one application (EMV Book 4, annex A). */
import { fromHex, packDigits } from "@tillwire/bytes";
import type { EmvApplication, EmvParameterSet } from "@tillwire/plugin-api";

const maxFloorLimit = 0xffff_ffff;

/** What the reader knows before any card comes. */
export function terminalTags({ terminal }: EmvParameterSet, application: EmvApplication): Map<string, Uint8Array> {
  const floorLimit = new Uint8Array(4);
  new DataView(floorLimit.buffer).setUint32(0, Math.min(application.floorLimitMinor, maxFloorLimit));
  const tags = new Map([
    ["9F1A", packDigits(terminal.countryCode.padStart(4, "0"))],
    ["5F2A", packDigits(terminal.currencyCode.padStart(4, "0"))],
    ["5F36", Uint8Array.of(terminal.currencyExponent)],
    ["9F35", fromHex(terminal.terminalType)],
    ["9F33", fromHex(terminal.capabilities)],
    ["9F40", fromHex(terminal.additionalCapabilities)],
    ["9F15", packDigits(terminal.merchantCategoryCode)],
    ["9F09", fromHex(application.version)],
    ["9F1B", floorLimit],
  ]);
  if (application.defaultDdol !== undefined) tags.set("9F49", fromHex(application.defaultDdol));
  return tags;
}
