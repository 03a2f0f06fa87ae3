/** The journal's file under another program: to damage it, and to look at it. The journal has to be closed. */
import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Runs a statement on the file. Another file is at hand as `theirs`. */
export function execute(file: string, statement: string, theirs?: string): void {
  const database = new DatabaseSync(file);
  try {
    if (theirs !== undefined) database.prepare("ATTACH ? AS theirs").run(theirs);
    database.exec(statement);
  } finally {
    database.close();
  }
}

/** Changes one bit of the file, at an offset from where the text stands. */
export function flipBit(file: string, text: string, offset = 0): void {
  const bytes = readFileSync(file);
  const position = bytes.indexOf(text);
  if (position < 0) throw new Error(`the file does not hold ${text}`);
  bytes.writeUInt8(bytes.readUInt8(position + offset) ^ 1, position + offset);
  writeFileSync(file, bytes);
}
