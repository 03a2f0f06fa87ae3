/**
 * `tillwire-p2pe`: a dialect of ISO 8583:1987 for readers that encrypt. Numbers in BCD behind a TPDU, as POS networks
 * have them; field 62 carries what the reader encrypted, and nothing in the message is card data in clear.
 */
import type { StreamFraming } from "@tillwire/plugin-api";
import { compileDialect, iso87BcdTpdu, type Dialect } from "@tillwire/iso8583";

/** A message of this dialect is far shorter; a line that announces more is not this dialect. */
const messageBytesMax = 4_096;

/** Two bytes of length in front, which count everything behind them: TPDU and message. */
export const framing: StreamFraming = {
  lengthBytes: 2,
  encoding: "binary",
  countsItself: false,
  headerBytes: 5,
  messageBytesMax,
};

/** The dialect as data. */
export const p2peDialect: Dialect = {
  ...iso87BcdTpdu,
  name: "tillwire-p2pe",
  framing,
  fields: {
    ...iso87BcdTpdu.fields,
    62: { name: "encrypted card data", encoding: "binary", length: 999, prefix: { encoding: "bcd", size: 3 } },
  },
};

export const codec = compileDialect(p2peDialect);
