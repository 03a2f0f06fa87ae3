/**
 * `tillwire-p2pe`, from the host's side: ISO 8583:1987 with numbers in BCD behind a TPDU; field 62 carries what a reader
 * encrypted. Defined here without the gateway connector, so that a mistake of one side shows on the other.
 */
import { compileDialect, compileValidator, iso87BcdTpdu, type Dialect } from "@tillwire/iso8583";

/** Far more than any message of this dialect has. */
export const messageBytesMax = 4_096;

/** Bytes of length in front of a message; they do not count themselves. */
export const lengthBytes = 2;

export const dialect: Dialect = {
  ...iso87BcdTpdu,
  name: "tillwire-p2pe",
  framing: { lengthBytes, encoding: "binary", countsItself: false, headerBytes: 5, messageBytesMax },
  fields: {
    ...iso87BcdTpdu.fields,
    62: { name: "encrypted card data", encoding: "binary", length: 999, prefix: { encoding: "bcd", size: 3 } },
  },
};

export const codec = compileDialect(dialect);

const authorization = { required: [3, 4, 7, 11, 12, 13, 18, 22, 25, 37, 41, 42, 49, 62] };
const reversal = { required: [3, 4, 7, 11, 12, 13, 22, 25, 37, 41, 42, 49, 56, 90] };

/** Finds what a request lacks, and what stands in its fields wrongly. */
export const findProblems = compileValidator(dialect, {
  types: {
    "0100": authorization,
    "0101": authorization,
    "0200": authorization,
    "0201": authorization,
    "0400": reversal,
    "0401": reversal,
    "0800": { required: [7, 11, 12, 13, 41, 42, 70] },
  },
});
