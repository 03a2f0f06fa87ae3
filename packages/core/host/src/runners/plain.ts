/**
 * Copies what a plugin hands over into plain, bounded data: JSON values and bytes. It refuses what would not survive the
 * way to another thread (functions, class instances, promises) and what is too large to be an honest answer, so that
 * a plugin behaves the same wherever it runs. Members that are `undefined` are left out.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { Cloneable } from "@tillwire/plugin-api";
import { MESSAGE_DEPTH_MAX, MESSAGE_SIZE_MAX, MESSAGE_VALUES_MAX } from "./limits.ts";

interface Budget {
  values: number;
  size: number;
}

/** Of each name on the path that a message shows. */
const NAME_SHOWN_MAX = 40;

/** The copy, or `ANSWER_INVALID` with `effect: "possible"`: what was really meant, nobody knows. */
export function plainCopy(value: unknown): Cloneable {
  try {
    return copied(value, { values: MESSAGE_VALUES_MAX, size: MESSAGE_SIZE_MAX }, []);
  } catch (thrown) {
    if (TillwireError.is(thrown)) throw thrown;
    throw invalid("a member that throws when it is read", [], thrown);
  }
}

function copied(value: unknown, budget: Budget, path: readonly string[]): Cloneable {
  spend(budget, { values: 1, size: 0 }, path);
  if (path.length > MESSAGE_DEPTH_MAX) throw invalid("data nested too deep", path);
  switch (typeof value) {
    case "string":
      spend(budget, { values: 0, size: value.length }, path);
      return value;
    case "number":
    case "boolean":
    case "undefined":
      return value;
    case "object":
      return value === null ? null : copiedObject(value, budget, path);
    case "bigint":
    case "function":
    case "symbol":
      throw invalid(`a ${typeof value}`, path);
  }
}

function copiedObject(value: object, budget: Budget, path: readonly string[]): Cloneable {
  if (value instanceof Uint8Array) {
    spend(budget, { values: 0, size: value.byteLength }, path);
    return new Uint8Array(value);
  }
  if (Array.isArray(value)) return value.map((item: unknown, index) => copied(item, budget, [...path, String(index)]));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw invalid("an instance of a class", path);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries.map(([name, inner]) => {
      const innerPath = [...path, name.slice(0, NAME_SHOWN_MAX)];
      spend(budget, { values: 0, size: name.length }, innerPath);
      return [name, copied(inner, budget, innerPath)];
    }),
  );
}

function spend(budget: Budget, cost: Budget, path: readonly string[]): void {
  budget.values -= cost.values;
  budget.size -= cost.size;
  if (budget.values < 0 || budget.size < 0) throw invalid("more data than any honest answer has", path);
}

function invalid(what: string, path: readonly string[], cause?: unknown): TillwireError {
  const where = path.length === 0 ? "" : ` at ${path.slice(0, 6).join(".")}`;
  return new TillwireError("ANSWER_INVALID", {
    message: `The plugin handed over ${what}${where}; only plain data may cross. The plugin has to be corrected.`,
    effect: "possible",
    cause,
  });
}
