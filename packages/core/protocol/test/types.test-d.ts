/** The schemas and the wire's types say the same: assigning one to the other does not compile otherwise. */
import type { z } from "zod";
import type { commandSchemas, resultSchemas, sessionOpenSchema } from "../src/index.ts";
import type { Methods } from "../src/wire.ts";

type Unbranded<Value> = Value extends string & { readonly __brand: string }
  ? string
  : Value extends object
    ? { [Name in keyof Value]: Unbranded<Value[Name]> }
    : Value;
type Sent<Name extends keyof typeof commandSchemas> = z.input<(typeof commandSchemas)[Name]>;

declare function accepts<Target>(value: Target): void;
declare const wire: { [Name in keyof Methods]: Unbranded<Methods[Name]["params"]> };

// What the types let a POS send, the schemas take.
accepts<Sent<"payment.cancel">>(wire["payment.cancel"]);
accepts<Sent<"payment.get">>(wire["payment.get"]);
accepts<Sent<"payment.watch">>(wire["payment.watch"]);
accepts<Sent<"payment.acknowledge">>(wire["payment.acknowledge"]);
accepts<Sent<"payment.close">>(wire["payment.close"]);
accepts<Sent<"lane.status">>(wire["lane.status"]);
accepts<Omit<Sent<"payment.sale">, "amount">>(wire["payment.sale"]);
accepts<z.input<typeof sessionOpenSchema>["version"]>(wire["session.open"].version);

// Each method has a result schema, and none is there without a method.
accepts<Record<keyof Methods, unknown>>({} as typeof resultSchemas);
accepts<Record<keyof typeof resultSchemas, unknown>>({} as Methods);
