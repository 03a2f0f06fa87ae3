import { createClient } from "@tillwire/client";
import { fileStorage } from "@tillwire/client/node";

const client = createClient({
  pos: { name: "my first till" },
  url: process.env["TILLWIRE_URL"] ?? "ws://127.0.0.1:7455/",
  storage: fileStorage("unfinished-payments"),
});
for (const payment of await client.resume()) console.log("From before:", await payment);

const [lane] = await client.lanes();
if (lane === undefined) throw new Error("This bridge has no lane.");
const payment = client.sale({ lane: lane.lane, amount: { amountMinor: 1050, currency: "EUR" } });
for await (const event of payment.events) console.log(event.type, "promptId" in event ? event.promptId : "");

const result = await payment;
if (result.state === "parked") console.log("A person has to look:", result.parked.instruction);
else console.log(result.outcome.kind === "approved" ? "Paid." : `Not charged: ${result.outcome.kind}.`);

await client.close();
