/** The `references` of the tsconfig files say the same as the dependencies in package.json. */
import { staleConfigs } from "../references.ts";
import { verdict, type Check } from "./check.ts";

export const references: Check = {
  name: "project references",
  async run({ root }) {
    return verdict(
      "project references",
      staleConfigs(root).map((path) => `${path} is not current: run \`pnpm references\``),
    );
  },
};
