/** One sentence for each method and notification, for the reference and the generated documents. */
import type { MethodName, Notifications } from "../src/wire.ts";

export const methodTexts: Readonly<Record<MethodName, string>> = {
  "session.open": "Opens the session: the first request, once. Tells what is still open before anything else.",
  "payment.sale": "A purchase. Answers when the payment is final, or with `unknown` after the lane's `answerWithinMs`.",
  "payment.cancel": "Asks a running payment to stop. A wish: the payment's own answer is the truth.",
  "payment.get": "A payment by its key or id, as it stands on disk.",
  "payment.watch": "A payment with its events after a number; later ones follow. `gap`: some progress is lost.",
  "payment.answer":
    "Answers a question that the payment asked. The first answer counts, or the default at the deadline.",
  "payment.acknowledge": "The POS has stored the outcome; nothing is owed any more.",
  "payment.close": "Closes a key that never started: after it no request with that key can run.",
  "lane.list": "The lanes of this bridge.",
  "lane.status": "One lane: how it is and what it can do.",
  "bridge.status": "The health of the bridge.",
};

export const notificationTexts: Readonly<Record<keyof Notifications, string>> = {
  "bridge.hello": "The first message of every connection: versions, limits, and who the bridge is.",
  "payment.event": "Something happened to a payment that this POS has asked about.",
  "lane.event": "A lane looks different now.",
  "bridge.event": "The bridge is stopping, or has failed.",
};
