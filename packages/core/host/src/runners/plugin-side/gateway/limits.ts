/** Every bound on a gateway's connector and its line, each with its reason. */

/** The one value of each. */
export const gatewayLimits = {
  stepsMax: 20, // a request, some questions what became of it, and a reversal of the connector's own
  waitMsMax: 120_000, // hosts answer within a minute, or not at all
  messageBytesMax: 262_144, // financial messages have a few kilobytes; far beyond is no dialect but a mistake
  headerBytesMax: 256, // the longest heads in use have some dozens
  idleMsMin: 1_000, // an echo must not flood the host
  idleMsMax: 86_400_000, // a line that nobody looks after for longer needs no echo
  requestsRememberedMax: 200, // so that the log can tell a late answer from one that nobody asked for
} as const;
