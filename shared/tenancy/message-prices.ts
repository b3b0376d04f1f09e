import * as z from 'zod';

import { countryCode } from '../platform/country.ts';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const price = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be a decimal number like "0.0859"')
  .meta({ examples: ['0.0859'] });

/** A tenant's currency and its own prices of messages, for estimates. */
export const messagePrices = z
  .strictObject({
    currency: z
      .string()
      .refine((code) => CURRENCIES.has(code), {
        message: 'must be a currency code like EUR',
        params: { code: 'currency' },
      })
      .meta({ description: 'ISO 4217', examples: ['EUR'] }),
    exchange_rate: price
      .optional()
      .describe(
        'What one unit of the list’s currency, USD, is worth; without it, another currency has its own prices alone.',
      ),
    own: z
      .record(
        countryCode,
        z.strictObject({
          marketing: price.optional().describe('A marketing template.'),
          utility: price.optional().describe('A utility template.'),
          service: price.optional().describe('An answer within 24 hours.'),
        }),
      )
      .optional()
      .meta({
        description: 'What a message costs you, by country; else the list counts.',
        examples: [{ DE: { marketing: '0.11' } }],
      }),
  })
  .meta({ id: 'MessagePrices', examples: [{ currency: 'EUR', exchange_rate: '0.87', own: {} }] });
export type MessagePrices = z.infer<typeof messagePrices>;
