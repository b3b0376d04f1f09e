/** On every answer that does not say otherwise: answers hold personal data, which no cache is to keep, and are only what their type says. */
export const ANSWER_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;
