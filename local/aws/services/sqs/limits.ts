/** The most that one message, and one batch, may hold in bytes: bodies and attributes together. */
export const MAX_MESSAGE_BYTES = 1_048_576;

export const MAX_BATCH_ENTRIES = 10;
export const MAX_ATTRIBUTES = 10;

/** In seconds. */
export const MAX_DELAY = 900;
export const MAX_WAIT_TIME = 20;
export const MAX_VISIBILITY_TIMEOUT = 43_200;
