/** Serves gateways: makes the connector, keeps a line to its host, and runs its operations on it. */
import { TillwireError } from "@tillwire/plugin-api";
import type { JsonValue } from "@tillwire/plugin-api";
import { loadPlugin } from "../../../plugins/load-plugin.ts";
import { gatewayRole } from "../../roles/gateway.ts";
import type { GatewayRole } from "../../roles/gateway.ts";
import type { SessionContext } from "../context.ts";
import { identityOf } from "../load-device.ts";
import type { Load, OpenedAs } from "../served-role.ts";
import { createConnector } from "./connector.ts";
import type { StreamConnector } from "./connector.ts";
import { createLine } from "./line.ts";
import type { Line } from "./line.ts";
import { operate } from "./operation.ts";
import { keepAlive, signOn } from "./session-messages.ts";

/** Loads a gateway plugin. */
export const loadGateway: Load<GatewayRole> = async (choice) => {
  const { plugin, settings } = await loadPlugin(choice, "gateway");
  const { connector, parameters } = createConnector(plugin, settings);
  const { references, capabilities } = connector;
  return {
    role: gatewayRole,
    identity: { ...identityOf(plugin), references, capabilities, parameters },
    open: (lent) => openGateway(connector, lent),
  };
};

async function openGateway(connector: StreamConnector, lent: SessionContext): Promise<OpenedAs<GatewayRole>> {
  const { context, requests } = lent;
  const { clock, log, keystore, random, signal } = context;
  const line = await connectLine(connector, lent);
  const session = { connector, line, clock, random, signal };
  try {
    await signOn(session);
  } catch (thrown) {
    await line.close();
    throw thrown;
  }
  void line.ended.then((error) => {
    if (error === undefined) return;
    context.emit({ type: "device-lost", code: error.code, message: error.message });
  });
  void keepAlive(session);
  return {
    capabilities: null,
    methods: {
      operate: (input, stop) => {
        const { attemptId, operation } = input;
        const permit = (state: JsonValue): Promise<boolean> =>
          requests.ask({ kind: "permit-send", attemptId, operation, state }, "permit-send");
        return operate({ connector, line, keystore, clock, log, permit }, input, stop);
      },
    },
    close: () => line.close(),
  };
}

async function connectLine({ shape }: StreamConnector, { context }: SessionContext): Promise<Line> {
  const { clock, log } = context;
  const link = await context.connect(shape.address);
  if (link.kind === "byte") return createLine({ link, shape, clock, log });
  await link[Symbol.asyncDispose]();
  throw new TillwireError("SETTINGS_INVALID", {
    message: `The gateway wants a line, and ${shape.address.transport} carries whole messages. Give an address of tcp or serial.`,
    effect: "none",
  });
}
