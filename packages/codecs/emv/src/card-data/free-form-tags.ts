/**
 * Tags that are free for anything, so that card data may stand under them. Those that are card data by themselves are
 * listed by the plugin interface: the bridge refuses them too.
 */

/**
 * Tags under which cards and schemes put what they like. A value that looks like a card number is taken for one there, as
 * under a tag that nobody knows.
 */
export const freeFormTags: ReadonlySet<string> = new Set([
  "52",
  "53",
  "83",
  "9F05",
  "9F54",
  "9F6E",
  "9F70",
  "9F74",
  "9F7C",
]);
