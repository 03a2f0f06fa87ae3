/** For expectations: a text that matches. */
import { expect } from "vitest";

export function saying(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
