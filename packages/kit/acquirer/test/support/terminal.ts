/** Messages as a gateway sends them, and a line to send them on. */
import { connect, type Socket } from "node:net";
import { fromHex } from "@tillwire/bytes";
import { compileDialect, type Fields, type Message } from "@tillwire/iso8583";
import { encodeEmvTags } from "@tillwire/emv";
import { p2peDialect } from "@tillwire/gateway-iso8583";
import type { Emv, TestCard, Told } from "./card.ts";
import { createReader, type Reading } from "./reader.ts";

/** The gateway's definition of the dialect, not the acquirer's. */
export const gatewayCodec = compileDialect(p2peDialect);

export interface Sale extends Told {
  readonly entry?: string;
  readonly pin?: string;
  readonly kind?: "0100" | "0200";
  readonly partialApproval?: boolean;
  readonly changes?: Fields;
}

export function createTerminal(terminalId = "TERM0001", firstStan = 1) {
  const reader = createReader();
  let count = firstStan - 1;

  function common(): Fields {
    count += 1;
    const stan = String(count).padStart(6, "0");
    return {
      7: "1124140509",
      11: stan,
      12: "140509",
      13: "1124",
      37: `R${stan}`.padEnd(12, "0"),
      41: terminalId,
      42: "MERCHANT1      ",
    };
  }

  function money({ amountMinor, cashbackMinor = 0, currencyNumeric = "978" }: Told): Fields {
    const cashback = `0040${currencyNumeric}D${String(cashbackMinor).padStart(12, "0")}`;
    return {
      3: cashbackMinor > 0 ? "090000" : "000000",
      4: String(amountMinor).padStart(12, "0"),
      18: "5812",
      25: "00",
      49: currencyNumeric,
      ...(cashbackMinor > 0 && { 54: cashback }),
    };
  }

  function request(kind: string, fields: Fields): Message {
    return { mti: kind, header: fromHex("6000030000"), fields };
  }

  return {
    /** A sale with a chip, inserted or (`071`) tapped. */
    chip(card: TestCard, sale: Sale, emv: Emv = card.generate(sale)): Message {
      const pin = sale.pin === undefined ? {} : { pin: { pin: sale.pin, pan: card.pan } };
      return request(sale.kind ?? "0200", {
        ...common(),
        ...money(sale),
        22: sale.entry ?? "051",
        23: `0${card.sequenceNumber}`,
        ...reader.read({ elements: [["track-2-equivalent", card.track2()]], ...pin }),
        55: encodeEmvTags(emv, Object.keys(emv)),
        ...(sale.partialApproval && { 60: "1" }),
        ...sale.changes,
      });
    },
    /** A sale with a stripe or keyed in. */
    read(entry: string, reading: Reading, sale: Sale): Message {
      const fields = { ...common(), ...money(sale), 22: entry, ...reader.read(reading) };
      return request(sale.kind ?? "0200", { ...fields, ...(sale.partialApproval && { 60: "1" }), ...sale.changes });
    },
    /** The reversal of a request, with a trace number of its own. */
    reversal({ mti, fields }: Message, type: "0400" | "0401" = "0400", changes: Fields = {}): Message {
      const original = `${mti}${String(fields[11])}${String(fields[7])}${"0".repeat(22)}`;
      const kept = { 3: fields[3] ?? "", 4: fields[4] ?? "", 22: fields[22] ?? "", 49: fields[49] ?? "" };
      return request(type, {
        ...common(),
        ...kept,
        25: "00",
        37: fields[37] ?? "",
        56: "no-answer",
        90: original,
        ...changes,
      });
    },
    network(code: string): Message {
      const { 37: _, ...fields } = common();
      return request("0800", { ...fields, 70: code });
    },
  };
}

/** Bytes as they go on the line. */
export function framed(message: Message): Uint8Array {
  const bytes = gatewayCodec.encode(message);
  return Uint8Array.of(bytes.length >> 8, bytes.length & 0xff, ...bytes);
}

/** A line to the acquirer, which counts its answers. */
export async function openLine(port: number) {
  const socket = await connected(port);
  const frames: Uint8Array[] = [];
  let rest: Uint8Array = new Uint8Array(0);
  let wake: () => void = () => undefined;
  let closed = false;
  socket.on("data", (chunk: Buffer) => {
    rest = Uint8Array.of(...rest, ...chunk);
    while (rest.length >= 2 && rest.length >= 2 + (rest[0] ?? 0) * 256 + (rest[1] ?? 0)) {
      const end = 2 + (rest[0] ?? 0) * 256 + (rest[1] ?? 0);
      frames.push(rest.slice(2, end));
      rest = rest.slice(end);
    }
    wake();
  });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    closed = true;
    wake();
  });
  /** The next frame, or `undefined` once the line is closed. */
  async function next(): Promise<Uint8Array | undefined> {
    while (frames.length === 0 && !closed) await new Promise<void>((resolve) => (wake = resolve));
    return frames.shift();
  }
  return {
    socket,
    next,
    send: (message: Message) => void socket.write(framed(message)),
    /** Sends and gives the answer; `undefined` when the line is closed without one. */
    async ask(message: Message): Promise<Message | undefined> {
      socket.write(framed(message));
      const bytes = await next();
      return bytes && gatewayCodec.decode(bytes);
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

export type Line = Awaited<ReturnType<typeof openLine>>;

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true }, () => resolve(socket));
    socket.once("error", reject);
  });
}
