/** A link that answers every request with 200, and says on the console when it is closed. */
import { defineLinkProvider } from "@tillwire/plugin-api";

export default defineLinkProvider({
  transport: "x-echo",
  open: () =>
    Promise.resolve({
      kind: "exchange",
      exchange: () => Promise.resolve({ status: 200, headers: {}, body: new Uint8Array() }),
      [Symbol.asyncDispose]() {
        console.log("echo link closed");
        return Promise.resolve();
      },
    }),
});
