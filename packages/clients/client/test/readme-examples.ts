/** The examples of the README. The test beside this file runs them; `print` and the like are the reader's own. */
// #region sale
import { createClient, indexedDbStorage } from "@tillwire/client";

const client = createClient({
  pos: { name: "till 1", asks: ["signature", "partial-approval"], display: true },
  storage: indexedDbStorage(),
});

for (const payment of await client.resume()) showResult(await payment);

const payment = client.sale({ lane: "till-1", amount: { amountMinor: 1050, currency: "EUR" } });
for await (const event of payment.events) showProgress(event);
showResult(await payment);
// #endregion
import type { ClientEvent, FinalResult, Payment, PaymentResult, PaymentUpdate } from "@tillwire/client";

declare function print(text: string): void;
declare function confirm(text: string): boolean;
declare function saveOutcome(key: string, outcome: FinalResult["outcome"]): Promise<void>;

// #region result
function showResult(result: PaymentResult): void {
  if (result.state === "parked") return print(`Ask a manager: ${result.parked.instruction}`);
  switch (result.outcome.kind) {
    case "approved":
      return print(`Paid, ${result.outcome.authorizationCode ?? "offline"}`);
    case "declined":
    case "canceled":
    case "failed":
      return print(`Not charged: ${result.outcome.kind}`);
  }
}
// #endregion

function showProgress(update: PaymentUpdate): void {
  print(update.type);
}

// #region questions
async function runSale(running: Payment): Promise<PaymentResult> {
  for await (const event of running.events) {
    if (event.type !== "question" && event.type !== "question-open") continue;
    const { questionId, question } = event.question;
    if (question.kind !== "signature") continue;
    const matches = confirm("Does the signature match?");
    await running.answer(questionId, { kind: "signature", matches });
  }
  return running;
}
// #endregion

// #region books
const withBooks = createClient({
  pos: { name: "till 1" },
  storage: indexedDbStorage(),
  onOutcome: async ({ key, outcome }) => saveOutcome(key, outcome),
  onEvent: watchShop,
});

function watchShop(event: ClientEvent): void {
  if (event.type === "connection")
    print(event.state === "open" ? `Connected to ${event.bridge.name}.` : event.error.message);
  if (event.type === "lane" && event.lane.state === "lost") print(`The terminal of ${event.lane.lane} is gone.`);
  if (event.type === "trouble") print(event.error.message);
}
// #endregion

await runSale(withBooks.sale({ lane: "till-1", amount: { amountMinor: 500, currency: "EUR" } }));
