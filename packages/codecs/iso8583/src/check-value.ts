/** Words for mistakes in settings, where a value may be anything. */

/** A value whose members may be of any type, or missing. */
export type Loose<Value> = { readonly [Name in keyof Value]?: unknown };

/** The members of a value that should be an object; none for anything else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Members that nobody knows: a misspelled one would be without effect, and nobody would see it. */
export function unknownKeys(value: object, known: readonly string[]): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => `${key} is not known here.`);
}

export function notOneOf(name: string, value: unknown, allowed: readonly string[]): string[] {
  return typeof value === "string" && allowed.includes(value) ? [] : [`${name} has to be ${allowed.join(" or ")}.`];
}

export function notWithin(name: string, value: unknown, [least, most]: readonly [number, number]): string[] {
  const fits = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
  return fits ? [] : [`${name} has to be a whole number from ${least} to ${most}.`];
}

export function withPlace(place: string, mistakes: readonly string[]): string[] {
  return mistakes.map((mistake) => `${place}: ${mistake}`);
}
