/** Objects whose keys are field numbers. */

/** Numbers with what stands under them, in rising order. */
export function numberedEntries<Value>(values: { readonly [number: number]: Value }): (readonly [number, Value])[] {
  return Object.entries<Value>(values).map(([key, value]) => [Number(key), value] as const);
}
