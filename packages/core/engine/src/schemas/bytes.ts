/** Schemas of bytes and of their text in hexadecimal, with a bound each. */
import { z } from "zod";

/** Bytes, so many at least and at most. */
export function bytesSchema(lengthMin: number, lengthMax: number) {
  return z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.byteLength >= lengthMin && value.byteLength <= lengthMax,
    lengthMin === lengthMax ? `${lengthMax} bytes` : `${lengthMin} to ${lengthMax} bytes`,
  );
}

/** Upper-case hexadecimal, so many bytes at least and at most. */
export function hexadecimalSchema(lengthMin: number, lengthMax: number = lengthMin) {
  const what = lengthMin === lengthMax ? `${lengthMax}` : `${lengthMin} to ${lengthMax}`;
  return z.string().regex(new RegExp(`^(?:[0-9A-F]{2}){${lengthMin},${lengthMax}}$`), `${what} bytes in hexadecimal`);
}
