/** Starts to listen, and says in plain words why not. */
import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { TillwireError } from "@tillwire/plugin-api";
import type { ServerOptions } from "@tillwire/plugin-api";

const complaints: Readonly<Record<string, string>> = {
  EACCES: "this user may not. Choose a port from 1024 on",
  EADDRNOTAVAIL: "this machine does not have the address. Use 127.0.0.1",
};

/** Gives the port. Rejects with `PORT_TAKEN` or `SETTINGS_INVALID`. */
export function listen(http: HttpServer, { host, port }: ServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException): void => reject(cannotListen(cause, host, port));
    http.once("error", onError);
    http.listen({ host, port, exclusive: true }, () => {
      http.off("error", onError);
      resolve((http.address() as AddressInfo).port); // a TCP server's address, once it listens
    });
  });
}

function cannotListen(cause: NodeJS.ErrnoException, host: string, port: number): TillwireError {
  const place = `port ${port} of ${host}`;
  if (cause.code === "EADDRINUSE") {
    const message = `Another program has ${place}, perhaps another bridge. Stop it, or choose another port (0 picks a free one).`;
    return new TillwireError("PORT_TAKEN", { message, effect: "none", cause });
  }
  const complaint = complaints[cause.code ?? ""] ?? `it said ${cause.code ?? cause.message}`;
  const message = `The bridge cannot listen on ${place}: ${complaint}.`;
  return new TillwireError("SETTINGS_INVALID", { message, effect: "none", cause });
}
