/** A sale, its reversal, and the network messages, over a real socket. */
import { decodeTlv, findTag } from "@tillwire/emv";
import { expect, test } from "vitest";
import { dialect } from "../src/index.ts";
import { p2peDialect } from "@tillwire/gateway-iso8583";
import { start } from "./support/acquirer.ts";
import { createCard, mastercardCcd } from "./support/card.ts";
import { createTerminal } from "./support/terminal.ts";

test("the acquirer and the gateway define the same dialect, each by itself", () => {
  const { name: _, ...host } = dialect;
  const { name: __, ...gateway } = p2peDialect;
  expect(host.framing).toEqual(gateway.framing);
  expect(host.fields[62]).toEqual(gateway.fields[62]);
  expect(host).toEqual(gateway);
});

test("a sale with chip and PIN is approved, answered to the chip, and undone once", async () => {
  await using running = await start();
  const { acquirer, line } = running;
  const [card, terminal] = [createCard(mastercardCcd), createTerminal()];
  const emv = card.generate({ amountMinor: 1_050 });
  const sale = terminal.chip(card, { amountMinor: 1_050, pin: "1234" }, emv);
  const answer = await line.ask(sale);
  expect(answer?.mti).toBe("0210");
  expect(answer?.header).toEqual(Uint8Array.of(0x60, 0, 0, 0, 3));
  const { 55: chip, ...plain } = answer?.fields ?? {};
  expect(plain).toEqual({
    3: "000000",
    4: "000000001050",
    7: "1124140509",
    11: "000001",
    12: "140509",
    13: "1124",
    37: "R00000100000",
    38: "000001",
    39: "00",
    41: "TERM0001",
    42: "MERCHANT1      ",
    49: "978",
  });
  const data = decodeTlv(chip as Uint8Array);
  expect(findTag(data, "8A")?.value).toEqual(new TextEncoder().encode("00"));
  expect(card.accepts(emv, findTag(data, "91")?.value ?? new Uint8Array(0))).toBe(true);
  expect(acquirer.audit().liveMinor).toEqual({ EUR: 1_050 });

  const reversed = await line.ask(terminal.reversal(sale));
  expect(reversed?.mti).toBe("0410");
  expect(reversed?.fields[39]).toBe("00");
  expect(reversed?.fields[37]).toBe("R00000100000");
  expect((await line.ask(terminal.reversal(sale, "0401")))?.fields[39]).toBe("00");
  expect(acquirer.audit().authorizations).toMatchObject([{ state: "reversed", authorizedMinor: 1_050 }]);
  expect(acquirer.audit().liveMinor).toEqual({});
});

test.each(["001", "002", "301"])("0800 with function %s is answered", async (code) => {
  await using running = await start();
  const answer = await running.line.ask(createTerminal().network(code));
  expect(answer).toMatchObject({ mti: "0810", fields: { 39: "00", 41: "TERM0001", 70: code } });
});
