/** A sale with a reader and a gateway, through the front door. */
import { describe, expect, test } from "vitest";
import { openCounter } from "./counter.ts";

describe("a sale", () => {
  test("is read, written down, sent, and told to the card before it is final", async () => {
    const counter = await openCounter();
    const reply = await counter.sold();
    expect(reply).toMatchObject({
      kind: "result",
      result: {
        payment: {
          state: "final",
          outcome: { kind: "approved", hostReference: "H000001", card: { entry: "chip" }, emv: { "9F27": "40" } },
          recoveryLevel: "B",
        },
      },
    });
    expect(counter.records()).toEqual(["numbers", "intent", "prepared", "sent", "settled", "outcome"]);
    expect(counter.heard()).toEqual(["accepted", "card-presented", "sent", "online-answered", "completed"]);
    expect([...counter.host.ledger]).toEqual([["000001", "approved"]]);
  });

  test("that the issuer declines is told to the card and to the till", async () => {
    const counter = await openCounter();
    const reply = await counter.sold(51);
    expect(reply).toMatchObject({ result: { payment: { outcome: { kind: "declined", hostCode: "51" } } } });
    await counter.until(() => counter.laneState() === "ready");
  });
});
