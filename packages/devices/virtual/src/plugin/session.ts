/** An open virtual terminal: puts the parts together and is what the host calls. */
import type { DeviceContext, TerminalSession } from "@tillwire/plugin-api";
import type { SaleMessage } from "../protocol/client-messages.ts";
import { cancelAttempt } from "./cancel.ts";
import { capabilitiesOf } from "./capabilities.ts";
import { terminalLanguage } from "./language.ts";
import { levelKeeper } from "./level.ts";
import { createLine } from "./line.ts";
import { lookUp } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import { createRecent } from "./recent.ts";
import { reverseAttempt } from "./reverse.ts";
import { createRunningSale } from "./running-sale.ts";
import { executeSale } from "./sale.ts";
import { createSettlements } from "./settlements.ts";
import type { Settings } from "./settings.ts";
import { onUnasked } from "./unasked.ts";

/** Connects. Rejects while the terminal cannot be reached, and with `SETTINGS_INVALID` when it is of another level. */
export async function openSession(context: DeviceContext, settings: Settings): Promise<TerminalSession> {
  const { timeouts } = settings;
  const line = createLine({
    context,
    settings,
    language: terminalLanguage,
    accept: levelKeeper(settings.level),
    onUnasked: (message, connection) => onUnasked(parts, message, connection),
  });
  const parts: Parts = {
    context,
    timeouts,
    line,
    running: createRunningSale(context),
    settlements: createSettlements(context, line, timeouts),
    sales: createRecent<SaleMessage>(),
  };
  const { welcome } = await line.connection(context.signal);
  const { level } = welcome;
  return {
    capabilities: capabilitiesOf(level),
    execute: (request, signal) => executeSale(parts, request, signal),
    cancel: (request, signal) => cancelAttempt(parts, request, signal),
    lookup: (request, signal) => lookUp(parts, { request, level }, signal),
    ...(level === "B" && { reverse: (request, signal) => reverseAttempt(parts, request, signal) }),
    [Symbol.asyncDispose]: () => line[Symbol.asyncDispose](),
  };
}
