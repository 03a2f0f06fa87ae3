/** Never ends what it is asked, whatever it is told. Its setting says in which call. */
import { session, settingsSchema, terminal } from "./terminal.ts";

const never = new Promise<never>(() => undefined);

const plugin = terminal("hangs", (_, settings) => ({
  execute: () => never,
  ...(settings.greeting === "close" ? { [Symbol.asyncDispose]: () => never } : {}),
}));

export default Object.freeze({
  ...plugin,
  settings: settingsSchema,
  open: (...[context, settings]: Parameters<typeof plugin.open>) =>
    settings.greeting === "open" ? never.then(() => session(settings)) : plugin.open(context, settings),
});
