/** The README's example. */
// #region example
import { createCodec } from "@tillwire/protocol";

const codec = createCodec({ messageBytesMax: 65_536 });
const parsed = codec.parse('{"jsonrpc":"2.0","id":1,"method":"lane.list"}');
if (parsed.ok && parsed.request.type === "command") {
  const { id, command } = parsed.request;
  console.log(command); // { type: 'lane.list' }
  console.log(codec.encodeReply({ id, method: command.type }, { kind: "result", result: { lanes: [] } }));
}
// #endregion
