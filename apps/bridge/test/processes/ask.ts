/** One request in plain JSON-RPC, without the client: what a till in another language does. */

/** Opens a session, sends the request, and gives its result or rejects with its error. */
export async function ask(url: string, method: string, params: Readonly<Record<string, unknown>>): Promise<unknown> {
  const socket = new WebSocket(url, "tillwire.v1");
  const answers = new Map<unknown, (message: Answer) => void>();
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Answer; // the bridge's own messages, which other tests hold against schemas
    answers.get(message.id)?.(message);
  });
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  const request = (id: string, name: string, content: unknown): Promise<Answer> => {
    const answer = new Promise<Answer>((resolve) => answers.set(id, resolve));
    socket.send(JSON.stringify({ jsonrpc: "2.0", id, method: name, params: content }));
    return answer;
  };
  await request("open", "session.open", { version: 1, pos: { name: "plain till" } });
  const { result, error } = await request("ask", method, params);
  socket.close();
  if (error) throw new Error(error.message);
  return result;
}

/** What the bridge says first to whoever connects. */
export async function greeting(url: string): Promise<unknown> {
  const socket = new WebSocket(url, "tillwire.v1");
  const first = await new Promise((resolve) => {
    socket.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data))), { once: true });
  });
  socket.close();
  return first;
}

interface Answer {
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
