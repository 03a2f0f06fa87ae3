/** Connections that break after a number of bytes in one direction: what came before still arrives, the rest is lost. */
import { TillwireError } from "@tillwire/plugin-api";
import type { ByteLink, DeviceContext } from "@tillwire/plugin-api";
import type { LinkEnd, MemoryLinks } from "@tillwire/plugin-test";

/** Where a connection breaks: when this end has sent so many bytes. */
export interface Cut {
  readonly from: LinkEnd;
  readonly afterBytes: number;
}

/** A network whose first connections break as told, one cut each; later ones do not. */
export function breakingConnect(links: MemoryLinks, cuts: readonly (Cut | undefined)[]): DeviceContext["connect"] {
  let made = 0;
  const connect = async (...args: Parameters<DeviceContext["connect"]>): Promise<ByteLink> => {
    const link = await links.connect(...args);
    const cut = cuts[made++];
    const pair = links.pairs.at(-1);
    if (link.kind !== "byte" || cut === undefined || pair === undefined) return link as ByteLink;
    return cut.from === "near" ? breaksSending(link, cut, pair.cut) : breaksReceiving(link, cut, pair.cut);
  };
  return connect as DeviceContext["connect"];
}

function breaksSending(link: ByteLink, { afterBytes }: Cut, breakNow: () => void): ByteLink {
  let left = afterBytes;
  return {
    ...link,
    async send(bytes, signal) {
      const fits = bytes.subarray(0, left);
      left -= fits.length;
      if (fits.length > 0) await link.send(fits, signal);
      if (fits.length === bytes.length && left > 0) return;
      breakNow();
      if (fits.length < bytes.length) throw lost();
    },
  };
}

function breaksReceiving(link: ByteLink, { afterBytes }: Cut, breakNow: () => void): ByteLink {
  async function* incoming(): AsyncGenerator<Uint8Array> {
    let left = afterBytes;
    for await (const piece of link.incoming) {
      const fits = piece.subarray(0, left);
      left -= fits.length;
      if (fits.length > 0) yield fits;
      if (left > 0) continue;
      breakNow();
      throw lost();
    }
  }
  return { ...link, incoming: incoming() };
}

function lost(): TillwireError {
  return new TillwireError("LINK_LOST", { message: "The connection was cut by the test.", effect: "possible" });
}
