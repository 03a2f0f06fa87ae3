/** From values in memory to values that JSON carries: bytes become base64 under a name that says so. */

/**
 * How a type travels: `bytes: Uint8Array` as `bytesBase64: string`, all else as it is.
 * @public
 */
export type OnWire<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends Uint8Array
    ? string
    : Value extends readonly (infer Item)[]
      ? readonly OnWire<Item>[]
      : {
          readonly [
            Name in keyof Value as Value[Name] extends Uint8Array | undefined ? `${Name & string}Base64` : Name
          ]: OnWire<Value[Name]>;
        };

/**
 * Translates a value. One that is in this form already stays as it is.
 * @public
 */
export function onWire<Value>(value: Value): OnWire<Value> {
  return translated(value) as OnWire<Value>; // does at run time what the type says, name by name
}

function translated(value: unknown): unknown {
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value)) return value.map(translated);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      inner instanceof Uint8Array ? `${name}Base64` : name,
      translated(inner),
    ]),
  );
}

/** Base64 with padding. Source: RFC 4648, section 4. */
function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/**
 * Base64 for names and URLs, without padding. Source: RFC 4648, section 5.
 * @public
 */
export function base64Url(bytes: Uint8Array): string {
  return base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
