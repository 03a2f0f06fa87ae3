/** The README's example. */
// #region example
import { encodeReply, parseRequest } from "@tillwire/protocol";

const parsed = parseRequest('{"jsonrpc":"2.0","id":1,"method":"lane.list"}', 65_536);
if (parsed.ok && parsed.request.type === "command") {
  console.log(parsed.request.command.type); // lane.list
  console.log(encodeReply(parsed.request.id, { kind: "result", result: { lanes: [] } }));
}
// #endregion
