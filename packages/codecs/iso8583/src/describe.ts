/** A message in words, for people who read logs. Card data does not appear: see the masking. */
import { parseAdditionalAmounts } from "./additional-amounts.ts";
import type { Dialect } from "./dialect.ts";
import { parseEntryMode } from "./entry-mode.ts";
import { maskField } from "./mask.ts";
import type { FieldValue, Message } from "./message.ts";
import { parseMti } from "./mti.ts";
import { numberedEntries } from "./numbered.ts";
import { parseOriginalData } from "./original-data.ts";
import { responseCode } from "./response-code.ts";

/** What a caller knows of its host. */
export interface DescribeOptions {
  /** Fields to show besides the ones that can hold nothing secret. 2, 34, 35, 36, 45, 52 and 55 stay masked. */
  readonly alsoShown?: readonly number[];
  /** Puts field 55 in words. It has to mask: tags 57 and 5A are card data. Without it the field is hidden. */
  readonly chipData?: (bytes: Uint8Array) => string;
}

/**
 * One line for the message type and one for each field, in order.
 * @example describeMessage(message, iso87Ascii).join("\n")
 */
export function describeMessage(message: Message, dialect: Dialect, options: DescribeOptions = {}): string[] {
  const is1987 = message.mti.startsWith("0");
  const view = { ...options, is1987, alsoShown: [...(options.alsoShown ?? []), ...(is1987 ? shownIn1987 : [])] };
  return [
    typeInWords(message.mti),
    ...numberedEntries(message.fields).map(([number, value]) => {
      const name = dialect.fields[number]?.name ?? "not in the dialect";
      return `${String(number).padStart(3)} ${name}: ${valueInWords(number, value, view)}`;
    }),
  ];
}

function typeInWords(mti: string): string {
  if (!/^[0-9]{4}$/.test(mti)) return "not a message type";
  const { version, class: kind, function: role, origin, isRepeat } = parseMti(mti);
  const words = `${kind} ${role}`.replaceAll("-", " ");
  return `${mti} ${words} of the ${origin}${isRepeat ? ", repeated" : ""} (${version})`;
}

/** Options, and what follows from the version of the message: some numbers mean something else in 1993. */
interface View extends DescribeOptions {
  readonly is1987: boolean;
}

/** Amounts in the 1987 version, free text in the later ones. */
const shownIn1987: readonly number[] = [31, 95];

function valueInWords(number: number, value: FieldValue, view: View): string {
  const masked = maskField(number, value, view.alsoShown);
  const { chipData } = view;
  if (number === 55 && chipData !== undefined && typeof value !== "string") {
    return whenReadable(() => chipData(value)) ?? masked;
  }
  const meaning = typeof value === "string" ? meaningOf(number, value, view) : undefined;
  return meaning === undefined ? masked : `${masked}, ${meaning}`;
}

/** What a value says, for fields that have codes. Only fields that are shown anyway. */
function meaningOf(number: number, value: string, { is1987 }: View): string | undefined {
  if (number === 3) return transactions.get(value.slice(0, 2));
  if (number === 54) return whenReadable(() => parseAdditionalAmounts(value).map(amountInWords).join("; "));
  return is1987 ? meaningIn1987(number, value) : undefined;
}

function meaningIn1987(number: number, value: string): string | undefined {
  switch (number) {
    case 22:
      return /^[0-9]{3}$/.test(value)
        ? Object.values(parseEntryMode(value)).join(", ").replaceAll("-", " ")
        : undefined;
    case 39:
      return responseCode(value)?.meaning;
    case 70:
      return networkCodes.get(value);
    case 90:
      return whenReadable(() => originalInWords(value));
    default:
      return undefined;
  }
}

/** Processing code, digits 1 and 2 (ISO 8583:1987, 4.3.3); 02 is what POS dialects call a void. */
const transactions: ReadonlyMap<string, string> = new Map([
  ["00", "purchase"],
  ["01", "cash"],
  ["02", "adjustment or void"],
  ["09", "purchase with cashback"],
  ["20", "refund"],
]);

/** Network management information code (ISO 8583:1987, 4.3.70). */
const networkCodes: ReadonlyMap<string, string> = new Map([
  ["001", "sign-on"],
  ["002", "sign-off"],
  ["101", "key change"],
  ["161", "key exchange"],
  ["201", "cutover"],
  ["301", "echo"],
]);

function amountInWords({
  account,
  type,
  currency,
  sign,
  amountMinor,
}: ReturnType<typeof parseAdditionalAmounts>[0]): string {
  return `${sign} ${amountMinor} minor units of ${currency}, type ${type}, account ${account}`;
}

function originalInWords(value: string): string {
  const { mti, stan, transmissionTime } = parseOriginalData(value);
  return `original ${mti}, trace number ${stan}, sent ${transmissionTime}`;
}

/** A log also has to show messages whose fields cannot be read; those have no meaning to add. */
function whenReadable(inWords: () => string): string | undefined {
  try {
    return inWords();
  } catch {
    return undefined; // the masked value stands alone
  }
}
