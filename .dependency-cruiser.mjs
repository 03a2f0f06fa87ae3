/**
 * Which way dependencies point: for each kind of package, everything that its `src` may import besides itself.
 * Workspace packages resolve to their `dist`, so the build comes first.
 */
const api = "^packages/core/plugin-api/";
const protocol = "^packages/core/protocol/";
const codecs = "^packages/codecs/";
const bytes = "^packages/codecs/bytes/";
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
  { kind: "codecs", at: "packages/codecs/((?!keys/)[^/]+)", may: [api, bytes] },
  { kind: "keys", at: "packages/codecs/(keys)", may: [api, bytes, "^(node:)?crypto$"] },
  { kind: "links", at: "packages/links/([^/]+)", may: [api, npm("ws")], builtins: true },
  { kind: "journals", at: "packages/journals/([^/]+)", may: [api, npm("zod")], builtins: true },
  { kind: "platforms", at: "packages/platforms/([^/]+)", may: [api, protocol, npm("zod")] },
  { kind: "devices", at: "packages/devices/([^/]+)", may: [api, codecs, npm("zod")], edge: "virtual/" },
  { kind: "gateways", at: "packages/gateways/([^/]+)", may: [api, codecs, npm("zod")], edge: "virtual/" },
  { kind: "clients", at: "packages/clients/([^/]+)", may: [`${protocol}dist/wire[./]`], edge: "node[./]" },
  {
    kind: "kit",
    at: "packages/kit/((?!acquirer/)[^/]+)",
    may: [api, npm("vitest"), npm("fast-check")],
    builtins: true,
  },
  { kind: "acquirer", at: "packages/kit/(acquirer)", may: [api, codecs, npm("zod")], builtins: true },
];

const kindRules = kinds.flatMap(({ kind, at, may, builtins = false, edge }) => {
  const source = `^${at}/src/`;
  const own = `^${at.replace(/\(.*\)/, "$1")}/`;
  const others = { pathNot: [own, ...may] };
  const othersButBuiltins = { ...others, dependencyTypesNot: ["core"] };
  const comment = `A package of the kind ${kind} imports only what its line in .dependency-cruiser.mjs allows.`;
  if (edge === undefined) {
    return [{ name: kind, comment, from: { path: source }, to: builtins ? othersButBuiltins : others }];
  }
  const core = { path: source, pathNot: `${source}${edge}` };
  return [
    { name: kind, comment, from: core, to: others },
    { name: `${kind}-edge`, comment, from: { path: `${source}${edge}` }, to: othersButBuiltins },
    {
      name: `${kind}-core`,
      comment: `The rest of the package does not import ${edge}.`,
      from: core,
      to: { path: `${own}src/${edge}` },
    },
  ];
});

const rules = [
  ...kindRules,
  {
    name: "wire",
    comment: "The entry protocol/wire stays small: no schema library.",
    from: { path: `${protocol}src/wire[./]` },
    to: { path: npm("zod"), reachable: true },
  },
  {
    name: "apps",
    comment: "Applications do not import each other.",
    from: { path: "^apps/([^/]+)/" },
    to: { path: "^(apps|examples)/", pathNot: "^apps/$1/" },
  },
  {
    name: "examples",
    comment: "An example uses what its reader can install: entries of packages.",
    from: { path: "^examples/([^/]+)/" },
    to: { path: ["^(packages|apps)/.*/(src|test)/", "^examples/"], pathNot: "^examples/$1/" },
  },
  {
    name: "tests",
    comment: "Tests reach their own src only; other packages by their entry.",
    from: { path: "^((packages/[^/]+|apps)/[^/]+)/test/" },
    to: { path: "^(packages|apps)/.*/(src|test)/", pathNot: "^$1/" },
  },
  {
    name: "unresolvable",
    comment: "An import that leads nowhere is not checked.",
    from: {},
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden: rules.map((rule) => ({ ...rule, severity: "error" })),
  options: {
    doNotFollow: { path: ["node_modules", "^(packages/[^/]+|apps)/[^/]+/dist/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"] },
  },
};
