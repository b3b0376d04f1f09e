/** How much an account may send. A test changes them while it runs. */
export interface Limits {
  /** People that the business portfolio may write to first in any 24 h. WhatsApp has 250, 2,000, 10,000, 100,000, none. */
  portfolio: number;
  /** Messages in a day (UTC). */
  account_daily: number;
}

export const LIMITS: Readonly<Limits> = { portfolio: 100_000, account_daily: 10_000 };
