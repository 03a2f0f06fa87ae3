/**
 * Compile-time proof that a schema and the type of the contract say the same. It compares property by property, so an
 * optional member that a schema forgets does not compile. It ignores only whether intersections are written out.
 */

type Leaf = string | number | boolean | bigint | null | undefined | Uint8Array;

type Plain<Value> = Value extends Leaf
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : { readonly [Name in keyof Value]: Plain<Value[Name]> };

type Identical<First, Second> =
  (<Probe>() => Probe extends First ? 1 : 2) extends <Probe>() => Probe extends Second ? 1 : 2 ? true : false;

/** `true` when both types mean the same values. */
export type Same<First, Second> = Identical<Plain<First>, Plain<Second>>;

/** Names a proof. `proves<Same<A, B>>()` compiles only when they are the same. */
export function proves<Proof extends true>(..._: Proof[]): void {
  // Nothing happens when the program runs: the proof is in the types.
}
