/** How much of a card number may be shown. */

/**
 * The most digits of a card number that may be shown, from its beginning and from its end; and at least one is hidden.
 * Source: PCI DSS v4, requirement 3.4.1.
 * @public
 */
export const panDigitsShown = { first: 6, last: 4 } as const;
