/** Of contents that name none: BCP 47. In a file without schemas, so that rules which a browser runs do not load zod. */
export const DEFAULT_LANGUAGE = 'en';
