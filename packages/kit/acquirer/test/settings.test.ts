/** Settings: keys that are not published are refused, and every mistake is named without a key in the message. */
import { expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import { start } from "./support/acquirer.ts";
import { createCard, visa18 } from "./support/card.ts";
import { createTerminal } from "./support/terminal.ts";

const own = "00112233445566778899AABBCCDDEEFF";
const ownIssuer = { name: "visa", cryptogram: own, integrity: own, confidentiality: own };
const ownReaders = { name: "mine", scheme: "dukpt-tdes", keySerialNumberPrefix: "", baseKey: own } as const;
const account = { id: "anna", pan: "4761739001010010", issuer: "visa", balanceMinor: 1_000 };

test.each([
  ["an issuer's own keys", { accounts: [account], issuers: [ownIssuer] }, /visa has a key .* acceptOwnKeys/],
  ["a base key of one's own", { keySets: [ownReaders] }, /mine has a key .* acceptOwnKeys/],
  ["a key that is none", { keySets: [{ ...ownReaders, baseKey: "1234" }] }, /baseKey/],
  ["a wrong check digit", { accounts: [{ ...account, pan: "4761739001010011" }] }, /check digit/],
  ["an account twice", { accounts: [account, account] }, /two of the account anna.*same card number/],
  ["an issuer that is not there", { accounts: [{ ...account, issuer: "bank" }] }, /anna has an issuer/],
  ["a setting that is not there", { lateness: 5 }, /lateness/],
])("%s: refused", async (_, settings, message) => {
  // What is handed in here is wrong on purpose, so its type is too.
  const failure = await start({ settings: settings as object }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(TillwireError.is(failure) && failure.code).toBe("SETTINGS_INVALID");
  expect(String(failure)).toMatch(message);
  expect(String(failure)).not.toContain(own);
});

test("with acceptOwnKeys they are taken, and the card has to have them too", async () => {
  await using running = await start({ settings: { accounts: [account], issuers: [ownIssuer], acceptOwnKeys: true } });
  const terminal = createTerminal();
  const code = async (card: ReturnType<typeof createCard>) =>
    (await running.line.ask(terminal.chip(card, { amountMinor: 500 })))?.fields[39];
  expect(await code(createCard(visa18))).toBe("88");
  expect(await code(createCard({ ...visa18, issuerKey: own }, 2))).toBe("00");
});

test("an account's expiry has to be the card's", async () => {
  await using running = await start({ settings: { accounts: [{ ...account, expiry: "3011" }] } });
  const answer = await running.line.ask(createTerminal().chip(createCard(visa18), { amountMinor: 500 }));
  expect(answer?.fields[39]).toBe("54");
});
