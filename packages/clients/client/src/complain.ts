/** The last resort: what nobody listens to is printed, because trouble must not pass unseen. */

export function complain(error: unknown): void {
  // oxlint-disable-next-line no-console -- the one place where a library without a listener can be heard
  console.error("Tillwire client:", error);
}
