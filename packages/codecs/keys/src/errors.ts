/** The error of keys that may not be used: the way of a device that has no keys left. */
import { TillwireError } from "@tillwire/plugin-api";

/** A key has done all that it may do. `effect` is `none`: nothing was made with it. */
export function keyExhausted(message: string): TillwireError {
  return new TillwireError("DEVICE_REFUSED", { message, effect: "none" });
}
