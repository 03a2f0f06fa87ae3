import type { LinkAddress } from "@tillwire/plugin-api";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import provider from "../src/index.ts";

const good = { transport: "tcp", host: "127.0.0.1", port: 9 };
const notPem = "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----";

const refused: readonly [string, unknown, RegExp][] = [
  ["another transport", { transport: "serial", path: "/dev/ttyS0", baudRate: 9_600 }, /not serial/],
  ["no host", { ...good, host: undefined }, /host/],
  ["empty host", { ...good, host: "" }, /host/],
  ["host with port", { ...good, host: "terminal:9000 " }, /host/],
  ["url for a host", { ...good, host: "tcp://terminal" }, /without scheme/],
  ["endless host", { ...good, host: "a".repeat(254) }, /host/],
  ["port 0", { ...good, port: 0 }, /port/],
  ["port beyond the last", { ...good, port: 65_536 }, /port/],
  ["port as text", { ...good, port: "9000" }, /port/],
  ["port in between", { ...good, port: 9.5 }, /port/],
  ["unknown field", { ...good, timeout: 5 }, /address\.timeout/],
  ["tls as a switch", { ...good, tls: true }, /tls/],
  ["a switch that turns the check off", { ...good, tls: { rejectUnauthorized: false } }, /tls\.rejectUnauthorized/],
  ["server name of another type", { ...good, tls: { serverName: 7 } }, /tls\.serverName/],
  ["no authorities at all", { ...good, tls: { authoritiesPem: [] } }, /tls\.authoritiesPem/],
  ["authorities as one text", { ...good, tls: { authoritiesPem: notPem } }, /tls\.authoritiesPem/],
  ["an authority that is none", { ...good, tls: { authoritiesPem: [notPem] } }, /authoritiesPem\[0\]/],
  ["an authority of another type", { ...good, tls: { authoritiesPem: [7] } }, /authoritiesPem\[0\]/],
];

test.each(refused)("refused: %s", async (_what, address, message) => {
  const opening = open(address);
  await expect(opening).rejects.toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
  await expect(opening).rejects.toThrow(message);
});

test("whatever stands in the settings, the answer is one of ours", async () => {
  const anything = fc.record(
    { host: fc.anything(), port: fc.anything(), tls: fc.option(fc.anything(), { nil: undefined }) },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(anything, async (fields) => {
      const opening = open({ ...fields, transport: "tcp" }, AbortSignal.abort());
      await expect(opening).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:SETTINGS_INVALID|ABORTED)$/) as string,
        effect: "none",
      });
    }),
  );
});

async function open(address: unknown, signal = new AbortController().signal): Promise<unknown> {
  return await provider.open(address as LinkAddress, signal);
}
