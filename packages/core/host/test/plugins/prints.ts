/** Prints what a plugin should not, to both streams. */
import { approved, terminal } from "./terminal.ts";

export default terminal("prints", (_, settings) => ({
  execute(request) {
    console.log(`secret: ${String(process.env["TILLWIRE_TEST_SECRET"])}`);
    console.error("careful: 4111111111111111");
    return Promise.resolve(approved(request, settings.greeting));
  },
}));
