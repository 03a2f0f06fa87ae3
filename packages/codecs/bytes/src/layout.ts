/** Messages of fixed positions: a list of fields read and written in order. */
import { TillwireError } from "@tillwire/plugin-api";
import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { Field } from "./fields.ts";

/** A field of any value: what it reads is not known here, and only what it reads may be written back. */
interface AnyField extends Omit<Field<string | null, unknown>, "write"> {
  write(writer: ByteWriter, value: never): void;
}

type Named<Fields extends readonly AnyField[]> = Extract<Fields[number], { readonly name: string }>;

/** The object that a layout reads and writes: one member a named field. */
export type LayoutValue<Fields extends readonly AnyField[]> = {
  readonly [Each in Named<Fields> as Each["name"]]: ReturnType<Each["read"]>;
};

/** A message of fixed positions. */
export interface Layout<Value extends object> {
  readonly byteCount: number;
  /** Reads a whole message. @throws TillwireError `FRAME_INVALID` that names the field and its position. */
  decode(bytes: Uint8Array): Value;
  /** Writes a whole message. @throws TillwireError `REQUEST_INVALID` that names the field. */
  encode(value: Value): Uint8Array;
}

/**
 * Makes a layout from its fields. Positions follow from the lengths.
 * @example
 * const request = defineLayout([digits("terminalId", 8), constant("0"), constant("s")]);
 * request.encode({ terminalId: "12345678" }); // the bytes of "123456780s"
 */
export function defineLayout<const Fields extends readonly AnyField[]>(fields: Fields): Layout<LayoutValue<Fields>> {
  const names = fields.flatMap(({ name }) => (name === null ? [] : [name]));
  if (new Set(names).size !== names.length) {
    throw new TillwireError("INTERNAL", { message: "Two fields of a layout have one name.", effect: "none" });
  }
  const byteCount = fields.reduce((sum, field) => sum + field.byteCount, 0);
  return {
    byteCount,
    decode(bytes) {
      const reader = new ByteReader(bytes);
      const entries = fields.map((field) => [field.name, at(field, reader, () => field.read(reader))] as const);
      reader.expectEnd();
      // The type follows from the fields, which an object of entries cannot show.
      return Object.fromEntries(entries.filter(([name]) => name !== null)) as LayoutValue<Fields>;
    },
    encode(value) {
      const writer = new ByteWriter(byteCount);
      for (const field of fields) {
        // LayoutValue gives the member under a field's name the type that the field writes.
        const member = (field.name === null ? undefined : Reflect.get(value, field.name)) as never;
        at(field, writer, () => field.write(writer, member));
      }
      return writer.finish();
    },
  };
}

/** Runs one field's work and puts its name and position in front of what went wrong. */
function at<Result>(field: AnyField, place: { position: number } | { length: number }, work: () => Result): Result {
  const position = "position" in place ? place.position : place.length;
  try {
    return work();
  } catch (error) {
    if (!TillwireError.is(error)) throw error;
    const { code, effect } = error;
    const message = `${field.name ?? "A constant"} at byte ${position}: ${error.message}`;
    throw new TillwireError(code, { message, effect, cause: error });
  }
}
