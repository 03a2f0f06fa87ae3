/** The scripted reader as a module: a plain one, unless its settings say what goes wrong. */
import { scriptedReader } from "./scripted-reader.ts";
import type { ReaderSettings } from "./scripted-reader.ts";

function goWrong({ fault }: ReaderSettings): Promise<never> {
  if (fault?.what === "crashes") process.exit(3);
  if (fault?.what === "spins") for (;;);
  return new Promise(() => undefined);
}

export default scriptedReader((_, settings) => {
  const where = settings.fault?.where;
  return where === undefined ? {} : { [where]: () => goWrong(settings) };
});
