/** An authority and a certificate for `localhost` and `127.0.0.1`, made by the `openssl` command for one test run. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const opensslThere = spawnSync("openssl", ["version"]).status === 0;

export interface TestCertificates {
  readonly authorityPem: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

export function makeCertificates(names = "DNS:localhost,IP:127.0.0.1"): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), "tillwire-tls-"));
  const openssl = (...parameters: string[]): void => {
    execFileSync("openssl", parameters, { cwd: folder, stdio: "pipe" });
  };
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  try {
    openssl("req", "-x509", ...newKey, "-days", "2", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA");
    openssl("req", ...newKey, "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=test");
    writeFileSync(join(folder, "extensions"), `subjectAltName=${names}\nbasicConstraints=CA:FALSE\n`);
    const authority = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "extensions"];
    openssl("x509", "-req", "-in", "own.csr", ...authority, "-days", "2", "-out", "own.pem");
    return { authorityPem: read("ca.pem"), certificatePem: read("own.pem"), keyPem: read("own.key") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
