/**
 * The schemas, the types of the wire and the vocabulary say the same. A difference in a single member does not compile.
 */
import type { z } from "zod";
import type * as api from "@tillwire/plugin-api";
import type {
  commandSchemas,
  errorMessageSchema,
  laneViewSchema,
  notificationSchemas,
  OnWire,
  paymentEventSchema,
  paymentViewSchema,
  resultSchemas,
  sessionOpenSchema,
} from "../src/index.ts";
import type * as wire from "../src/wire.ts";

type Leaf = string | number | boolean | null | undefined | Uint8Array;

/** Written out: intersections as one object, lists without `readonly`. */
type Plain<Value> = Value extends Leaf
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : { readonly [Name in keyof Value]: Plain<Value[Name]> };

/** Names as they are before anybody has checked them. */
type Unbranded<Value> = Value extends string & { readonly __brand: string }
  ? string
  : Value extends Leaf
    ? Value
    : Value extends readonly (infer Item)[]
      ? readonly Unbranded<Item>[]
      : { readonly [Name in keyof Value]: Unbranded<Value[Name]> };

type Identical<First, Second> =
  (<Probe>() => Probe extends First ? 1 : 2) extends <Probe>() => Probe extends Second ? 1 : 2 ? true : false;
type Same<First, Second> = Identical<Plain<First>, Plain<Second>>;

declare function proves<Proof extends true>(..._: Proof[]): void;

// What travels is the vocabulary with bytes in base64, and nothing else.
proves<Same<wire.PaymentView, OnWire<api.PaymentView>>>();
proves<Same<wire.PaymentEvent, OnWire<api.PaymentEvent>>>();
proves<Same<wire.Question, OnWire<api.Question>>>();
proves<Same<wire.PosResults, OnWire<api.PosResults>>>();
proves<Same<OnWire<wire.PaymentView>, wire.PaymentView>>();

// The schemas of what the bridge sends.
proves<Same<z.infer<typeof paymentViewSchema>, wire.PaymentView>>();
proves<Same<z.infer<typeof paymentEventSchema>, wire.PaymentEvent>>();
proves<Same<z.infer<typeof laneViewSchema>, wire.LaneView>>();
proves<Same<z.infer<typeof errorMessageSchema>, wire.ErrorMessage>>();
type Inferred<Schemas> = { readonly [Name in keyof Schemas]: z.infer<Schemas[Name]> };
type Results = { readonly [Name in wire.MethodName]: wire.Methods[Name]["result"] };
proves<Same<Inferred<typeof resultSchemas>, Results>>();
proves<Same<Inferred<typeof notificationSchemas>, wire.Notifications>>();

// The schemas of what a POS sends, before they have looked at it.
type Taken = { readonly [Name in keyof typeof commandSchemas]: z.input<(typeof commandSchemas)[Name]> };
type Sent = { readonly [Name in keyof typeof commandSchemas]: Unbranded<wire.Methods[Name]["params"]> };
proves<Same<Omit<Taken, "lane.list" | "bridge.status">, Omit<Sent, "lane.list" | "bridge.status">>>();
proves<Same<Taken["lane.list"], Sent["lane.list"]>>();
proves<Same<Taken["bridge.status"], Sent["bridge.status"]>>();

// And after: what they give is the command.
type Given<Name extends keyof typeof commandSchemas> = z.output<(typeof commandSchemas)[Name]>;
type Command<Name extends api.PosCommand["type"]> = Omit<Extract<api.PosCommand, { readonly type: Name }>, "type">;
proves<Same<Given<"payment.sale">, Command<"payment.sale">>>();
proves<Same<Given<"payment.cancel">, Command<"payment.cancel">>>();
proves<Same<Given<"payment.get">, Command<"payment.get">["payment"]>>();
proves<Same<Given<"payment.watch">, Command<"payment.watch">>>();
proves<Same<Given<"payment.answer">, Command<"payment.answer">>>();
proves<Same<Given<"payment.acknowledge">, Command<"payment.acknowledge">>>();
proves<Same<Given<"payment.close">, Command<"payment.close">>>();
proves<Same<Given<"lane.status">, Command<"lane.status">>>();
proves<Same<z.output<typeof sessionOpenSchema>["pos"], api.PosDescription>>();

// What the types let a POS say when it opens a session is what the schema takes; what has a default may be undefined too.
type Opening = z.input<typeof sessionOpenSchema>;
type Stated<Value> = { readonly [Name in keyof Value]-?: Exclude<Value[Name], undefined> };
proves<Same<Omit<Opening, "pos">, Omit<wire.SessionOpenParams, "pos">>>();
proves<Same<Stated<Opening["pos"]>, Stated<wire.SessionOpenParams["pos"]>>>();
