/** What may stand on the command line: commands, their options, and what to say of anything else. Runs nothing. */
import { parseArgs } from "node:util";
import { nearestName, TillwireError } from "@tillwire/plugin-api";
import type { Flags } from "./flags.ts";

/** What is to be run. */
export type CommandName =
  | "help"
  | "version"
  | "start"
  | "start --demo"
  | "start --once"
  | "terminal virtual"
  | "reader virtual";

const options = {
  config: { type: "string" },
  demo: { type: "boolean" },
  once: { type: "boolean" },
  data: { type: "string" },
  port: { type: "string" },
  ledger: { type: "string" },
  state: { type: "string" },
  level: { type: "string" },
  settings: { type: "string" },
  machine: { type: "boolean" },
  "until-stdin-ends": { type: "boolean" },
  verbose: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

type OptionName = keyof typeof options;

/** How a value is called in a message. */
const valueNames: Readonly<Partial<Record<OptionName, string>>> = {
  config: "FILE",
  data: "FOLDER",
  port: "NUMBER",
  ledger: "FILE",
  state: "FILE",
  level: "B",
  settings: "JSON",
};

/** The options of each command. `start` alone reads a configuration; the others have their own defaults. */
const commands: Readonly<Record<Exclude<CommandName, "help" | "version">, readonly OptionName[]>> = {
  start: ["config", "port", "verbose"],
  "start --demo": ["demo", "data", "port", "level", "verbose"],
  "start --once": ["once", "demo", "level", "verbose"],
  "terminal virtual": ["port", "ledger", "level", "settings", "machine", "until-stdin-ends"],
  "reader virtual": ["port", "state", "settings", "machine", "until-stdin-ends"],
};

/** Reads the arguments. Throws `REQUEST_INVALID` with what to write instead. */
export function parseCommandLine(args: readonly string[]): { readonly command: CommandName; readonly flags: Flags } {
  const loose = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  for (const token of loose.tokens) if (token.kind === "option") checkOption(token);
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const given = namesOf(values);
  if (values.version) return { command: "version", flags: values };
  if (values.help || positionals[0] === "help") return { command: "help", flags: values };
  if (positionals.length === 0 && given.length === 0) return { command: "help", flags: values };
  const command = commandOf(positionals, values);
  for (const name of given) if (!commands[command].includes(name)) throw misplaced(name, command);
  return { command, flags: values };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function checkOption({ name, rawName, value, inlineValue }: OptionToken): void {
  if (!isOption(name)) {
    const nearest = nearestName(name, Object.keys(options));
    throw usage(`There is no option ${rawName}.${nearest === undefined ? "" : ` Did you mean --${nearest}?`}`);
  }
  if (options[name].type === "boolean") {
    if (value !== undefined) throw usage(`${rawName} takes no value.`);
    return;
  }
  const missing = value === undefined || value === "" || (value.startsWith("-") && inlineValue === false);
  if (missing) throw usage(`${rawName} needs a value: ${rawName} ${valueNames[name] ?? "VALUE"}.`);
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}

function namesOf(values: Flags): readonly OptionName[] {
  return Object.keys(values).filter(isOption);
}

function commandOf([first, ...rest]: readonly string[], { demo, once }: Flags): keyof typeof commands {
  switch (first) {
    case "start":
      if (rest[0] !== undefined) throw usage(`"${rest[0]}" is more than tillwire start takes.`);
      return once ? "start --once" : demo ? "start --demo" : "start";
    case "terminal":
    case "reader":
      if (rest[0] === undefined) throw usage(`Say which ${first}: tillwire ${first} virtual.`);
      if (rest[0] !== "virtual") throw usage(`There is no ${first} "${rest[0]}", only tillwire ${first} virtual.`);
      if (rest[1] !== undefined) throw usage(`"${rest[1]}" is more than tillwire ${first} virtual takes.`);
      return `${first} virtual`;
    case undefined:
      throw usage("Say which command, such as tillwire start.");
    default: {
      const nearest = nearestName(first, ["start", "terminal", "reader", "help"]);
      throw usage(`There is no command "${first}".${nearest === undefined ? "" : ` Did you mean ${nearest}?`}`);
    }
  }
}

/** An option that does nothing where it stands was meant to do something. */
function misplaced(name: OptionName, command: keyof typeof commands): TillwireError {
  const fitting = Object.entries(commands).flatMap(([other, names]) =>
    names.includes(name) ? [`tillwire ${other}`] : [],
  );
  return usage(`--${name} does nothing for tillwire ${command}. It is for ${fitting.join(", ")}.`);
}

function usage(message: string): TillwireError {
  return new TillwireError("REQUEST_INVALID", { message: `${message} See tillwire --help.`, effect: "none" });
}
