/** Puts where it happened in front of what went wrong. */
import type { ByteReader } from "@tillwire/bytes";
import { TillwireError } from "@tillwire/plugin-api";

/** The same error with its place; what is not one of ours is left as it is. */
export function inPlace(place: string, error: unknown): unknown {
  if (!TillwireError.is(error)) return error;
  const { code, effect } = error;
  return new TillwireError(code, { message: `${place}: ${error.message}`, effect, cause: error });
}

/** A reader whose errors say what it was reading. Made once for each part of a dialect. */
export function readIn<Value>(place: string, read: (reader: ByteReader) => Value): (reader: ByteReader) => Value {
  return (reader) => {
    try {
      return read(reader);
    } catch (error) {
      throw inPlace(place, error);
    }
  };
}
