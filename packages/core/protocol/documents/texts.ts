/** What each method, notification and event is for: words for the reference and the generated documents. */
import type { MethodName, Notifications, PaymentEventBody } from "../src/wire.ts";

export const methodTexts: Readonly<Record<MethodName, string>> = {
  "session.open":
    "Opens the session: the first request, once. The answer tells what is still open before anything else does.",
  "payment.sale":
    "A purchase. Answers when the payment is final, or as it stands (state `unknown`) after the lane's `answerWithinMs`; the event `resolved` then brings the rest. Declined, canceled and failed are results, not errors. The same key with the same request is the same payment, however often it is sent.",
  "payment.cancel": "Asks a running payment to stop. A wish: the payment's own answer is the truth.",
  "payment.get": "A payment by its key or its id, as it stands on disk.",
  "payment.watch":
    "A payment with its events after a number; later ones follow as notifications. `gap` says that some progress is lost.",
  "payment.answer":
    "Answers a question that the payment asked. The first answer counts, or the default at the deadline.",
  "payment.acknowledge": "The POS has stored the outcome; nothing is owed any more.",
  "payment.close":
    "Closes a key that never started: after it no request with that key can run, and only then is a new key safe.",
  "lane.list": "The lanes of this bridge.",
  "lane.status": "One lane: how it is and what it can do.",
  "bridge.status": "The health of the bridge.",
};

/** In the order of the reference. */
export const methodNames = Object.keys(methodTexts) as MethodName[]; // the record names every method, and nothing else

export const notificationTexts: Readonly<Record<keyof Notifications, string>> = {
  "bridge.hello": "The first message of every connection: versions, who the bridge is, limits, and a nonce.",
  "payment.event": "Something happened to a payment that this POS has asked about.",
  "lane.event": "A lane looks different now.",
  "bridge.event": "The bridge is stopping, or has failed.",
};

/** As above. */
export const notificationNames = Object.keys(notificationTexts) as (keyof Notifications)[]; // as above

/** Facts come from the journal and can be told again after a restart; progress may be lost. */
export const eventTexts: Readonly<Record<PaymentEventBody["type"], readonly ["fact" | "progress", string]>> = {
  accepted: ["fact", "It is written down."],
  sent: ["fact", "The device was given it."],
  "online-answered": ["fact", "The terminal or host has said what it did, and is about to commit it."],
  reversing: ["fact", "An approval is being undone."],
  reversed: ["fact", "It is undone."],
  parked: ["fact", "A person has to look."],
  completed: ["fact", "It is final."],
  resolved: ["fact", "It became final after it had been unknown."],
  unknown: ["progress", "No clear answer came, or none in time; the bridge is finding out."],
  canceling: ["progress", "The wish to stop it was passed on."],
  question: ["progress", "A question to the POS, to be answered by `payment.answer`."],
  "question-closed": ["progress", "The question is not open any more, and why."],
  prompt: ["progress", "What the device shows, from a closed list."],
  "terminal-text": ["progress", "The terminal's own words, passed on as they are."],
  "card-presented": ["progress", "A card was read."],
  "card-removed": ["progress", "The card was taken out."],
  print: ["progress", "Lines that the device wants printed."],
};
