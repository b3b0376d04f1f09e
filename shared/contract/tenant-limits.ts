/** Limits of a tenant's settings: for their schemas, and for pages that load none. */

/** For how many days things can be kept, and are where a tenant says nothing. */
export const KEEP_DAYS = {
  // A message that the provider lists again after an outage must be known as handled; a list looks back so far.
  replies_days: { min: 7, max: 365, otherwise: 30 },
  // An event may lie in queues for 18 days, and is then known by its delivery as sent.
  webhook_deliveries_days: { min: 20, max: 90, otherwise: 30 },
  // A job outlives the files of its export or import, which are listed for 30 days.
  jobs_days: { min: 30, max: 365, otherwise: 30 },
  audit_days: { min: 90, max: 400, otherwise: 400 },
} as const;
export type RetentionKind = keyof typeof KEEP_DAYS;

/** An amount of money that a day may cost. */
export const SPEND_AMOUNT = {
  pattern: /^\d{1,9}(\.\d{1,6})?$/,
  positive: /[1-9]/,
  words: 'must be a decimal number like "250.00"',
  zero: 'must be more than 0; to send nothing, set sending to "stopped"',
} as const;
