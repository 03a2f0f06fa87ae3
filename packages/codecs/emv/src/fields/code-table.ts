/** Codes with a name for programs and a phrase for people, as values. */

/** A row: code, name, phrase. */
export type CodeRow<Name extends string> = readonly [code: number, name: Name, phrase: string];

/** A table of codes. */
export interface CodeTable<Name extends string = string> {
  /** The name of a code; `rfu` for one that the specification keeps for others or for later. */
  name(code: number): Name | "rfu";
  phrase(code: number): string;
  /** The code of a name. */
  code(name: Name): number;
}

/** Makes a table of codes. */
export function defineCodes<const Name extends string>(rows: readonly CodeRow<Name>[]): CodeTable<Name> {
  const byCode = new Map(rows.map((row) => [row[0], row]));
  const codes = new Map<string, number>(rows.map(([code, name]) => [name, code]));
  const table: CodeTable<Name> = {
    name: (code) => byCode.get(code)?.[1] ?? "rfu",
    phrase: (code) => byCode.get(code)?.[2] ?? `Reserved (${code.toString(16).padStart(2, "0").toUpperCase()})`,
    code: (name) => codes.get(name) ?? 0, // the type lets only names of the table in
  };
  return Object.freeze(table);
}
