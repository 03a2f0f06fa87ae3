/**
 * What may cross the boundary between the host and a plugin. The runner that hosts a plugin may be another thread or
 * another process, so every argument, result and event is plain data that survives a structured clone and means the
 * same on the other side. Functions, class instances, promises and links do not: they do not compile here.
 */

/**
 * A value that JSON can carry, without loss.
 * @public
 */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/**
 * A value that survives a structured clone unchanged: JSON values and bytes.
 * @public
 */
export type Cloneable =
  | string
  | number
  | boolean
  | null
  | undefined
  | Uint8Array
  | readonly Cloneable[]
  | { readonly [name: string]: Cloneable };
