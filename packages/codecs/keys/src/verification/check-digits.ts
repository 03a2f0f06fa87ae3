/** Checks of the digits that go into verification values. Errors never repeat one. */
import { encodeError } from "@tillwire/bytes";

/** @throws TillwireError `REQUEST_INVALID` that names the value unless it has digits only, and as many as allowed. */
export function checkDigits(name: string, value: string, [least, most]: readonly [least: number, most: number]): void {
  if (value.length >= least && value.length <= most && /^[0-9]*$/.test(value)) return;
  throw encodeError(`${name} has ${least === most ? least : `${least} to ${most}`} digits.`);
}
