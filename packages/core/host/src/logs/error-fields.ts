/** Errors as fields of a log line, with the chain of their causes. Whatever was thrown: it need not be an error. */
import { TillwireError } from "@tillwire/plugin-api";
import type { LogFields } from "@tillwire/plugin-api";

/** Causes followed; a chain that bites its own tail ends here too. */
const CAUSES_MAX = 6;
const STACK_LINES_MAX = 8;

/** The error, its code and effect where it has them, the top of its stack, and its causes from the outside in. */
export function errorFields(thrown: unknown): LogFields {
  const [first, ...causes] = chainOf(thrown).map(linkFields);
  return causes.length === 0 ? { ...first } : { ...first, causes };
}

/** One line a link of the chain, from the outside in: `LINK_LOST: the line broke`. */
export function causeTexts(thrown: unknown): readonly string[] {
  return chainOf(thrown).map((link) => {
    const { code, name, message } = linkFields(link);
    return `${code ?? name}: ${message}`;
  });
}

function chainOf(thrown: unknown): readonly unknown[] {
  const chain: unknown[] = [thrown];
  let next = causeOf(thrown);
  while (next !== undefined && chain.length < CAUSES_MAX && !chain.includes(next)) {
    chain.push(next);
    next = causeOf(next);
  }
  return chain;
}

function causeOf(thrown: unknown): unknown {
  return readable(() => (thrown instanceof Error ? thrown.cause : undefined), undefined);
}

/** One error of a chain. */
type LinkFields = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly effect?: string;
  readonly stack?: readonly string[];
};

function linkFields(thrown: unknown): LinkFields {
  const unreadable = { name: "unreadable", message: "What was thrown cannot be read." };
  return readable(() => (thrown instanceof Error ? errorLink(thrown) : otherLink(thrown)), unreadable);
}

function errorLink(error: Error): LinkFields {
  const stack = String(error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, STACK_LINES_MAX)
    .map((line) => line.trim());
  const code: unknown = Reflect.get(error, "code");
  return {
    name: String(error.name),
    message: String(error.message),
    ...(typeof code === "string" ? { code } : {}),
    ...(TillwireError.is(error) ? { effect: error.effect } : {}),
    ...(stack.length > 0 ? { stack } : {}),
  };
}

function otherLink(thrown: unknown): LinkFields {
  return { name: typeof thrown, message: String(thrown) };
}

function readable<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise; // a getter, a proxy or a toString of what was thrown threw itself
  }
}
