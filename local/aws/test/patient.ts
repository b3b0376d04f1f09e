/** How long what will be is awaited: on cores that are busy, a moment takes long. It ends at once when it is there. */
export const PATIENT = { timeout: 60_000, interval: 5 };
