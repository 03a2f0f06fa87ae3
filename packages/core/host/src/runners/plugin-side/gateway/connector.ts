/**
 * Connectors as the host takes them: what a gateway plugin made is checked to have everything that it needs to be run.
 * What its functions give is checked each time.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { GatewayConnector, GatewayPlugin, GatewayShape } from "@tillwire/plugin-api";
import { z } from "zod";
import { refusal } from "../../../plugins/refusals.ts";
import { firstProblem } from "../../senseless.ts";
import { messageBytesPossible } from "./framing.ts";
import { gatewayLimits } from "./limits.ts";

/** The shape that can be hosted: a line that stays up. */
export type StreamShape = Extract<GatewayShape, { readonly kind: "stream" }>;

/** A connector of that shape. */
export interface StreamConnector extends GatewayConnector {
  readonly shape: StreamShape;
}

const { headerBytesMax, idleMsMin, idleMsMax } = gatewayLimits;

const functionSchema = z.custom<(...values: never) => unknown>((value) => typeof value === "function", "A function");

const framingSchema = z
  .strictObject({
    lengthBytes: z.union([z.literal(2), z.literal(4)]),
    encoding: z.enum(["binary", "ascii"]),
    countsItself: z.boolean(),
    headerBytes: z.int().min(0).max(headerBytesMax),
    messageBytesMax: z.int().min(1).max(gatewayLimits.messageBytesMax),
  })
  .refine((framing) => framing.messageBytesMax > framing.headerBytes, "Messages are longer than their head")
  .refine(
    (framing) => framing.messageBytesMax <= messageBytesPossible(framing),
    "The length field cannot say so much: lower messageBytesMax",
  );

const connectorSchema = z.looseObject({
  begin: functionSchema,
  next: functionSchema,
  parameters: functionSchema.optional(),
  shape: z.looseObject({
    kind: z.literal("stream"),
    address: z.looseObject({ transport: z.string() }),
    framing: framingSchema,
    matchKey: functionSchema,
    session: z
      .looseObject({
        idleMs: z.int().min(idleMsMin).max(idleMsMax),
        open: functionSchema,
        idle: functionSchema,
        next: functionSchema,
      })
      .optional(),
  }),
});

/** A connector, and the parameter set that its host wants readers to use. */
export interface Created {
  readonly connector: StreamConnector;
  /** Parsed on the other side. */
  readonly parameters: unknown;
}

/** Makes the connector for these settings. Throws what the plugin throws, `PLUGIN_FAILED`, or `SETTINGS_INVALID`. */
export function createConnector(plugin: GatewayPlugin, settings: unknown): Created {
  const connector = withoutEffect(plugin, () => plugin.create(settings));
  if (connector?.shape?.kind === "http") {
    throw refusal(
      "SETTINGS_INVALID",
      `${plugin.displayName} speaks HTTP, and this version of the bridge connects payment hosts by a line only. ` +
        "Choose a gateway that keeps a line, or upgrade the bridge (the package tillwire).",
    );
  }
  const checked = connectorSchema.safeParse(connector);
  if (!checked.success) {
    const what = firstProblem(checked.error, { schema: connectorSchema, value: connector, whole: "it" });
    const message = `${plugin.displayName} made a connector that cannot be used: ${what}. The plugin has to be corrected.`;
    throw refusal("PLUGIN_FAILED", message, checked.error);
  }
  const parameters = withoutEffect(plugin, () => connector.parameters?.());
  return { connector: connector as StreamConnector, parameters }; // its members have just been checked
}

/** Whatever is thrown at this point, nothing has been sent. */
function withoutEffect<Value>({ displayName }: GatewayPlugin, make: () => Value): Value {
  try {
    return make();
  } catch (thrown) {
    if (TillwireError.is(thrown) && thrown.effect === "none") throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw refusal("PLUGIN_FAILED", `${displayName} could not make its connector: ${reason}`, thrown);
  }
}
