/** Asks before it commits, and does as it is told. */
import { approved, terminal } from "./terminal.ts";

export default terminal("settles", ({ settle, ask, keystore }, settings) => ({
  async execute(request) {
    const { attemptId, references } = request;
    if (settings.greeting === "ask") {
      const answer = await ask(attemptId, { kind: "signature" });
      return { kind: "failed", code: "INTERNAL", message: JSON.stringify(answer) };
    }
    if (settings.greeting === "keys") {
      await keystore.hmac("till" as never, "sha256", new Uint8Array(4));
    }
    const outcome = approved(request, "before commit");
    const verdict = await settle({ references, outcome });
    return verdict === "keep" ? outcome : { kind: "canceled", by: "pos" };
  },
}));
