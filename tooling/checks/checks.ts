/** Every part of `npm test`, in order. */
import { apiReports } from "./api-reports.ts";
import { changesets } from "./changesets.ts";
import type { Check } from "./check.ts";
import { toolCheck } from "./command.ts";
import { consumer } from "./consumer.ts";
import { dependencyDirection } from "./dependency-direction.ts";
import { docs } from "./docs.ts";
import { packageShape } from "./package-shape.ts";
import { references } from "./references.ts";
import { tarballContents, tarballs } from "./tarballs.ts";
import { tests } from "./tests.ts";
import { types } from "./types.ts";

export const checks: readonly Check[] = [
  types,
  tarballs,
  consumer,
  tarballContents,
  toolCheck("lint", "oxlint/bin/oxlint", []),
  apiReports,
  dependencyDirection,
  toolCheck("dead code", "knip/bin/knip.js", ["--treat-config-hints-as-errors"]),
  toolCheck("format", "oxfmt/bin/oxfmt", ["--check"]),
  changesets,
  docs,
  packageShape,
  references,
  tests,
];
