/**
 * Runs a file of published vectors. A kind that no test knows fails, a test whose kind is not in the file fails, and a
 * vector fails when its test left one of the expected values unread.
 */
import { readFileSync } from "node:fs";
import { fromHex, toHex } from "@tillwire/bytes";
import { describe, expect, test } from "vitest";

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** One vector: inputs by name, and expectations that compare. */
export interface Vector {
  readonly id: string;
  has(name: string): boolean;
  text(name: string): string;
  number(name: string): number;
  hex(name: string): Uint8Array;
  raw(name: string): unknown;
  expects(name: string): boolean;
  expectHex(name: string, actual: Uint8Array): void;
  expectEqual(name: string, actual: unknown): void;
  /** Takes notice of an expectation that something else compares. */
  expected(name: string): unknown;
  /** The vector is refused, with one of our errors. */
  expectRefused(work: () => unknown): void;
}

/** Reads a vector file. */
export function readVectors(name: string): readonly Entry[] {
  const file = JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), "utf8")) as {
    count: number;
    entries: Entry[];
  };
  expect(file.entries).toHaveLength(file.count);
  return file.entries;
}

/** Runs each vector of a file through the check of its kind. */
export function runVectors(name: string, checks: Readonly<Record<string, (vector: Vector) => void>>): void {
  const entries = readVectors(name);
  describe(name, () => {
    test("every kind of vector has a test, and every test has vectors", () => {
      expect(Object.keys(checks).toSorted()).toEqual([...new Set(entries.map(({ kind }) => kind))].toSorted());
    });
    test.each(entries)("$id", (entry) => {
      const read = new Set<string>();
      const check = checks[entry.kind];
      if (!check) throw new Error(`No test for the kind ${entry.kind}.`);
      check(vectorOf(entry, read));
      expect(Object.keys(entry.expected).filter((field) => !read.has(field))).toEqual([]);
    });
  });
}

function vectorOf(entry: Entry, read: Set<string>): Vector {
  function input(name: string): unknown {
    if (!(name in entry.inputs)) throw new Error(`${entry.id} has no input ${name}.`);
    return entry.inputs[name];
  }
  function expected(name: string): unknown {
    if (!(name in entry.expected)) throw new Error(`${entry.id} expects no ${name}.`);
    read.add(name);
    return entry.expected[name];
  }
  return {
    id: entry.id,
    has: (name) => name in entry.inputs,
    text: (name) => String(input(name)),
    number: (name) => Number(input(name)),
    hex: (name) => fromHex(String(input(name))),
    raw: input,
    expects: (name) => name in entry.expected,
    expectHex: (name, actual) => expect(toHex(actual), name).toBe(expected(name)),
    expectEqual: (name, actual) => expect(actual, name).toEqual(expected(name)),
    expected,
    expectRefused(work) {
      expect(work).toThrow(expect.objectContaining({ name: "TillwireError" }));
      expect(expected("error")).toBe(true);
    },
  };
}
