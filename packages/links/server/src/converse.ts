/** Lets a platform speak over a channel until it is done, or the channel is gone. */
import type { Logger } from "@tillwire/plugin-api";
import { closeCodes } from "./channel.ts";
import type { OpenChannel } from "./channel.ts";
import { track } from "./endpoints.ts";
import type { OpenEndpoint } from "./endpoints.ts";
import { textOf } from "./http-exchange.ts";

/** Never rejects. */
export async function converse(to: OpenEndpoint, { channel, cut, closed }: OpenChannel, log: Logger): Promise<void> {
  track(to, { end: () => channel.close(closeCodes.goingAway, "the bridge is stopping"), cut, ended: closed });
  try {
    await to.endpoint.webSocket?.accept(channel);
    channel.close(closeCodes.normal, "");
  } catch (thrown) {
    log.error("channel-failed", { path: to.endpoint.path, message: textOf(thrown) });
    channel.close(closeCodes.internalError, "something went wrong in the bridge");
  }
}
