/**
 * Whose application a card has: schemes by registered provider (RID) and products by application identifier, as open
 * tables agree. For words and receipts; which applications a reader takes is its parameter set's business.
 */

/** A payment application. */
export interface KnownApplication {
  readonly scheme: string;
  readonly product?: string;
}

/** From the most to the least specific prefix. */
const prefixes: readonly (readonly [prefix: string, scheme: string, product?: string])[] = (
  [
    ["A000000003", "Visa"],
    ["A0000000031010", "Visa", "Visa Credit/Debit"],
    ["A0000000032010", "Visa", "Visa Electron"],
    ["A0000000032020", "Visa", "V Pay"],
    ["A0000000033010", "Visa", "Visa Interlink"],
    ["A0000000038010", "Visa", "Visa Plus"],
    ["A0000000980840", "Visa", "Visa US Common Debit"],
    ["A0000000980848", "Visa"],
    ["A000000004", "Mastercard"],
    ["A0000000041010", "Mastercard", "Mastercard Credit/Debit"],
    ["A0000000042203", "Mastercard", "Mastercard US Maestro"],
    ["A0000000043060", "Mastercard", "Maestro"],
    ["A0000000046000", "Mastercard", "Cirrus"],
    ["A000000025", "American Express"],
    ["A000000790", "American Express", "American Express (China Credit/Debit)"],
    ["A000000042", "Cartes Bancaires"],
    ["A0000000421010", "Cartes Bancaires", "Cartes Bancaires (CB) Credit/Debit"],
    ["A0000000422010", "Cartes Bancaires", "Cartes Bancaires (CB) Debit"],
    ["A000000065", "JCB"],
    ["A000000121", "Dankort"],
    ["A0000001214711", "Dankort", "Visa/Dankort"],
    ["A0000001214712", "Dankort", "Dankort (J/Speedy)"],
    ["A000000141", "Bancomat"],
    ["A000000152", "Discover"],
    ["A0000001523010", "Discover", "Discover Card"],
    ["A0000001524010", "Discover", "Discover USA Debit"],
    ["A000000154", "Banrisul"],
    ["A000000277", "Interac"],
    ["A000000324", "Discover", "Discover ZIP"],
    ["A000000333", "UnionPay"],
    ["A000000333010101", "UnionPay", "UnionPay Debit"],
    ["A000000333010102", "UnionPay", "UnionPay Credit"],
    ["A000000333010103", "UnionPay", "UnionPay Quasi-credit"],
    ["A000000333010106", "UnionPay", "UnionPay Electronic Cash"],
    ["A000000333010108", "UnionPay", "UnionPay USA Debit"],
    ["A000000337", "GIM-UEMOA"],
    ["A000000337102000", "GIM-UEMOA", "GIM-UEMOA Classic"],
    ["A000000337102001", "GIM-UEMOA", "GIM-UEMOA Prepaye Possibile Offline"],
    ["A000000337301000", "GIM-UEMOA", "GIM-UEMOA Retrait"],
    ["A000000337601001", "GIM-UEMOA", "GIM-UEMOA Porte Monnaie Electronique"],
    ["A000000359", "girocard"],
    ["A0000003591010028001", "girocard", "Deutsche Kreditwirtschaft (DK) Girocard"],
    ["A000000371", "Verve"],
    ["A000000384", "eftpos"],
    ["A00000038410", "eftpos", "eftpos (Australia) savings"],
    ["A00000038420", "eftpos", "eftpos (Australia) cheque"],
    ["A000000439", "The Exchange"],
    ["A000000524", "RuPay"],
    ["A000000658", "Mir"],
    ["A0000006581010", "Mir", "Mir Credit"],
    ["A0000006582010", "Mir", "Mir Debit"],
    ["D276000025", "girocard"],
    ["D578000002", "BankAxept"],
  ] as const
).toSorted(([one], [other]) => other.length - one.length);

/** The application that an AID (4F, 84, 9F06; upper-case hexadecimal) belongs to, by its longest known prefix. */
export function findApplication(applicationId: string): KnownApplication | undefined {
  const found = prefixes.find(([prefix]) => applicationId.startsWith(prefix));
  if (!found) return undefined;
  const [, scheme, product] = found;
  return product === undefined ? { scheme } : { scheme, product };
}
