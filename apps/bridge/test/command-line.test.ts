import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import { parseCommandLine } from "../src/command-line.ts";

function complaintOf(...args: readonly string[]): string {
  try {
    parseCommandLine(args);
  } catch (thrown) {
    if (TillwireError.is(thrown) && thrown.code === "REQUEST_INVALID") return thrown.message;
    throw thrown;
  }
  throw new TypeError("It was accepted.");
}

describe("a command line", () => {
  test.each<[string, string, object]>([
    ["", "help", {}],
    ["help", "help", {}],
    ["help start", "help", {}],
    ["start --help", "help", { help: true }],
    ["-v", "version", { version: true }],
    ["start", "start", {}],
    ["start --config shop.yaml --port 0 --verbose", "start", { config: "shop.yaml", port: "0", verbose: true }],
    ["--config=shop.yaml start", "start", { config: "shop.yaml" }],
    ["start --demo --data here --level C", "start --demo", { data: "here", level: "C" }],
    ["start --demo --once", "start --once", {}],
    ["terminal virtual --machine --until-stdin-ends", "terminal virtual", { machine: true }],
    ["reader virtual --port 0 --state reader.json", "reader virtual", { port: "0", state: "reader.json" }],
  ])("%j runs %s", (line, command, flags) => {
    const args = line === "" ? [] : line.split(" ");
    expect(parseCommandLine(args)).toMatchObject({ command, flags });
  });

  test.each([
    ["strat", 'There is no command "strat". Did you mean start?'],
    ["sell", 'There is no command "sell". See'],
    ["start it", '"it" is more than tillwire start takes.'],
    ["terminal", "Say which terminal: tillwire terminal virtual."],
    ["terminal real", 'There is no terminal "real", only tillwire terminal virtual.'],
    ["terminal virtual 2", '"2" is more than tillwire terminal virtual takes.'],
    ["reader", "Say which reader: tillwire reader virtual."],
    ["reader real", 'There is no reader "real", only tillwire reader virtual.'],
    ["reader virtual --ledger x", "--ledger does nothing for tillwire reader virtual."],
    ["--demo", "Say which command, such as tillwire start."],
    ["start --prot 1", "There is no option --prot. Did you mean --port?"],
    ["start --confg x", "There is no option --confg. Did you mean --config?"],
    ["start -x", "There is no option -x. See"],
    ["start --no-demo", "There is no option --no-demo."],
    ["start --demo=yes", "--demo takes no value."],
    ["start --port", "--port needs a value: --port NUMBER."],
    ["start --port --verbose", "--port needs a value: --port NUMBER."],
    ["start --config=", "--config needs a value: --config FILE."],
    ["start --ledger x", "--ledger does nothing for tillwire start. It is for tillwire terminal virtual."],
    ["start --once --port 1", "--port does nothing for tillwire start --once. It is for tillwire start, tillwire "],
    ["start --demo --config x", "--config does nothing for tillwire start --demo. It is for tillwire start."],
    [
      "terminal virtual --data x",
      "--data does nothing for tillwire terminal virtual. It is for tillwire start --demo.",
    ],
  ])("%j is refused with what to write instead", (line, complaint) => {
    const said = complaintOf(...line.split(" "));
    expect(said).toContain(complaint);
    expect(said).toMatch(/ See tillwire --help\.$/);
  });

  test("of any words is a command, or refused in words", () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "start",
        "terminal",
        "virtual",
        "--demo",
        "--once",
        "--port",
        "--port=1",
        "-h",
        "-",
        "--",
        "--a=b",
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (args) => {
        try {
          expect(parseCommandLine(args).command).toMatch(/\w/);
        } catch (thrown) {
          expect(TillwireError.is(thrown) && thrown.code).toBe("REQUEST_INVALID");
        }
      }),
    );
  });
});
