/** The examples of the README, as programs. */
import { auditLedger, readLedger, startAcquirer } from "../src/index.ts";

export async function startAndAudit(ledgerFile: string): Promise<void> {
  // #region start
  await using acquirer = await startAcquirer({
    ledgerFile,
    port: Number(process.env["PORT"] ?? 8583),
    settings: {
      accounts: [{ id: "anna", pan: "4761739001010010", issuer: "visa", pin: "1234", balanceMinor: 50_000 }],
    },
    onLog: (text) => console.log(text),
  });
  console.log(`listens on ${acquirer.host}:${acquirer.port}`);
  // …
  console.log(acquirer.audit().liveMinor); // what shoppers are charged: {} at first, later { EUR: 1250 }
  // #endregion
}

export async function auditFile(ledgerFile: string): Promise<void> {
  // #region audit
  for (const { retrievalReference, state, authorizedMinor, currency } of auditLedger(await readLedger(ledgerFile))
    .authorizations) {
    console.log(retrievalReference, state, authorizedMinor, currency);
  }
  // #endregion
}
