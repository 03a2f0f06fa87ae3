/** Finds the record of an earlier try under a key that the POS chose itself. */
import type { End } from "./pursuit.ts";
import type { RecordKeeper } from "./record-keeper.ts";
import { keyReused, storageFailed } from "./refusals.ts";
import type { ClientStorage } from "./storage.ts";
import { parseStored, sameRequest } from "./stored-payment.ts";

/** The same request goes on where it was. Another one under this key is refused, and so is what cannot be read. */
export async function adoptStored(storage: ClientStorage, record: RecordKeeper): Promise<End | undefined> {
  const { request } = record.current;
  const { key } = request.params;
  try {
    const text = (await storage.list()).get(key);
    if (text === undefined) return undefined;
    const stored = parseStored(text);
    if (!sameRequest(stored.request, request)) return { kind: "refused", error: keyReused(key), foreign: true };
    record.adopt(stored);
    return undefined;
  } catch (error) {
    return { kind: "refused", error: storageFailed(error), foreign: true };
  }
}
