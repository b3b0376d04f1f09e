import type { Customer } from '../customer/customer.ts';

/** How long (milliseconds) WhatsApp takes messages without a template to someone who wrote. */
const WINDOW = 24 * 3_600_000;

/** When a customer's 24-hour window closes or closed, in milliseconds since the epoch; 0 for one who never wrote. */
export function windowEnd({ last_inbound_at }: Pick<Customer, 'last_inbound_at'>): number {
  return last_inbound_at === null ? 0 : Date.parse(last_inbound_at) + WINDOW;
}
