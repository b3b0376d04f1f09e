/**
 * In milliseconds: longer than a limit of the provider lasts. What somebody learns so late of an attempt says nothing of the sender or
 * the account as they are now, and nobody expects its message any more: it is sent again only when a person replays it.
 */
export const LONG_AFTER = 2 * 86_400_000;
