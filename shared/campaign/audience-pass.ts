/** A route that goes through an audience: up to 20 s of the 30 that API Gateway waits, with as much of a processor as there is in one. */
export const AUDIENCE_PASS = { timeout: 29, memory: 1769 } as const;
