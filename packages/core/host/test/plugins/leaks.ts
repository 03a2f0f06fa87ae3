/** Forgets to mask: the card's number stands in every text for people that a terminal can hand on. */
import { approved, terminal } from "./terminal.ts";

const pan = "4111111111111111";
const lines = [{ text: "SALE             10.50 EUR" }, { text: `CARD ${pan}` }, { text: "CARD 411111******1111" }];

export default terminal("leaks", ({ emit, settle, ask }) => ({
  async execute(request) {
    const { attemptId, references } = request;
    emit({ type: "terminal-text", attemptId, text: `Card ${pan} accepted` });
    emit({ type: "print", attemptId, copy: "merchant", lines });
    await ask(attemptId, { kind: "referral", message: `Call about ${pan}` });
    const outcome = { ...approved(request, "H1"), receipts: { customer: lines } };
    await settle({ references, outcome });
    return outcome;
  },
  lookup: () => Promise.resolve({ kind: "cannot", reason: `Nothing known of ${pan}` }),
  reverse: () => Promise.resolve({ kind: "refused", reason: `Not for ${pan}` }),
}));
