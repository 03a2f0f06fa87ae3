/**
 * What the bridge sends, as schemas: the source of the generated documents, and what tests hold every message against.
 * They are open where the protocol is: a field that they do not know is passed over, as a POS does.
 */
export { laneViewSchema } from "./bridge/lane.ts";
export { errorMessageSchema, notificationSchemas, resultSchemas } from "./bridge/messages.ts";
export { paymentEventSchema, paymentViewSchema } from "./bridge/payment.ts";
