/** The EMV parameter set of the sandbox: the virtual cards' applications and the synthetic scheme's key. No real scheme's. */
import type { EmvApplication, EmvParameterSet } from "@tillwire/plugin-api";
import { testAuthorityKey } from "../card/test-keys.ts";

/** Plausible sample values, as open terminals have them; a real reader gets them from its acquirer. */
const actionCodes = { denial: "0000000000", online: "FE50BCF800", default: "FE50BC2000" } as const;

function contact(applicationId: string, label: string): EmvApplication {
  return {
    applicationId,
    label,
    interface: "contact",
    partialSelection: true,
    version: "0096",
    terminalActionCodes: actionCodes,
    floorLimitMinor: 0,
    defaultDdol: "9F3704",
  };
}

/** The set. All amounts go online: its floor limits are 0. */
export const sandboxParameters: EmvParameterSet = {
  version: "sandbox-1",
  terminal: {
    countryCode: "528",
    currencyCode: "978",
    currencyExponent: 2,
    terminalType: "22",
    capabilities: "E0F8C8",
    additionalCapabilities: "6000F0A001",
    merchantCategoryCode: "5411",
  },
  applications: [
    contact("AFFFFFFFFF1234", "TILLWIRE TEST"),
    contact("AFFFFFFFFF5678", "TILLWIRE TEST"),
    contact("A0000000041010", "Mastercard"),
    contact("A0000000031010", "Visa"),
    {
      ...contact("AFFFFFFFFF1234", "TILLWIRE TEST"),
      interface: "contactless",
      contactlessLimitMinor: 25_000,
      contactlessCvmLimitMinor: 5_000,
    },
  ],
  authorityKeys: [testAuthorityKey],
  fallback: { swipeAllowed: true, chipTries: 1 },
};
