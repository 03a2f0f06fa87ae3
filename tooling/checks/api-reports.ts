/** The public interfaces are those that were reviewed: `etc/*.api.md`. */
import { compareReports } from "../api-report.ts";
import { verdict, type Check } from "./check.ts";

export const apiReports: Check = {
  name: "api reports",
  async run({ root }) {
    return verdict(
      "api reports",
      compareReports(root, false).map(({ report, message }) => `${report}: ${message}`),
    );
  },
};
