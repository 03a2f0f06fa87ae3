/**
 * Which way dependencies point: for each kind of package, everything that its `src` may import besides itself.
 * Workspace packages resolve to their `dist`, so the build comes first.
 */
const api = "^packages/core/plugin-api/";
const protocol = "^packages/core/protocol/";
const codecs = "^packages/codecs/";
const npm = (name) => `(^|/)node_modules/(@types/)?${name}/`;

/**
 * `may`: packages by path. `builtins`: Node's own modules too. `edge`: the part of `src` that is a program or entry of
 * its own; it may use the built-ins, and the rest of the package does not import it.
 */
const kinds = [
  { kind: "plugin-api", at: "packages/core/(plugin-api)", may: [] },
  { kind: "protocol", at: "packages/core/(protocol)", may: [api, npm("zod")] },
  { kind: "engine", at: "packages/core/(engine)", may: [api, npm("zod")] },
  { kind: "host", at: "packages/core/(host)", may: [api, "^packages/core/engine/", npm("zod")], builtins: true },
  { kind: "codecs", at: "packages/codecs/([^/]+)", may: [api] },
  { kind: "links", at: "packages/links/([^/]+)", may: [api, npm("ws")], builtins: true },
  { kind: "journals", at: "packages/journals/([^/]+)", may: [api, npm("zod")], builtins: true },
  { kind: "platforms", at: "packages/platforms/([^/]+)", may: [api, protocol, npm("zod")] },
  { kind: "devices", at: "packages/devices/([^/]+)", may: [api, codecs, npm("zod")], edge: "virtual/" },
  { kind: "gateways", at: "packages/gateways/([^/]+)", may: [api, codecs, npm("zod")], edge: "virtual/" },
  { kind: "clients", at: "packages/clients/([^/]+)", may: [`${protocol}dist/wire[./]`], edge: "node[./]" },
  { kind: "kit", at: "packages/kit/([^/]+)", may: [api, npm("vitest"), npm("fast-check")], builtins: true },
];

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

const kindRules = kinds.flatMap(({ kind, at, may, builtins = false, edge }) => {
  const source = `^${at}/src/`;
  const own = `^${at.replace(/\(.*\)/, "$1")}/`;
  const others = { pathNot: [own, ...may] };
  const othersButBuiltins = { ...others, dependencyTypesNot: ["core"] };
  const comment = `A package of the kind ${kind} imports only what its line in .dependency-cruiser.mjs allows.`;
  if (edge === undefined) return [forbid(kind, comment, { path: source }, builtins ? othersButBuiltins : others)];
  return [
    forbid(kind, comment, { path: source, pathNot: `^${at}/src/${edge}` }, others),
    forbid(`${kind}-edge`, comment, { path: `${source}${edge}` }, othersButBuiltins),
    forbid(
      `${kind}-core`,
      `Only other packages import ${edge}.`,
      { path: source, pathNot: `${source}${edge}` },
      { path: `${own}src/${edge}` },
    ),
  ];
});

export default {
  forbidden: [
    ...kindRules,
    forbid(
      "wire",
      "The entry protocol/wire stays small: no schema library.",
      { path: `${protocol}src/wire[./]` },
      { path: npm("zod"), reachable: true },
    ),
    forbid(
      "apps",
      "Applications do not import each other.",
      { path: "^apps/([^/]+)/" },
      { path: "^(apps|examples)/", pathNot: "^apps/$1/" },
    ),
    forbid(
      "examples",
      "An example uses what its reader can install: entries of packages.",
      { path: "^examples/([^/]+)/" },
      { path: ["^(packages|apps)/.*/(src|test)/", "^examples/"], pathNot: "^examples/$1/" },
    ),
    forbid(
      "tests",
      "Tests reach their own src only; other packages by their entry.",
      { path: "^((packages/[^/]+|apps)/[^/]+)/test/" },
      { path: "^(packages|apps)/.*/(src|test)/", pathNot: "^$1/" },
    ),
    forbid("unresolvable", "An import that leads nowhere is not checked.", {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^(packages/[^/]+|apps)/[^/]+/dist/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"] },
  },
};
