/** How much an account may send. A test changes them while it runs. */
export interface Limits {
  /** People that the business portfolio may write to first in any 24 h. WhatsApp has 250, 2,000, 10,000, 100,000, none. */
  portfolio: number;
  /** Messages in a day (UTC). */
  account_daily: number;
  /** For how long the messages that wait in a sender's queue may take at its pace. */
  queue_seconds: number;
}

export const LIMITS: Readonly<Limits> = { portfolio: 100_000, account_daily: 10_000, queue_seconds: 4 * 3_600 };
