import { decimalOf, partsOf } from '../../platform/decimal.ts';
import type { PriceCategory, PriceList } from '../provider.ts';
import list from './whatsapp-rates.json' with { type: 'json' };

type Rates = Readonly<Record<PriceCategory, string>>;

const RATES: ReadonlyMap<string, Rates> = new Map([
  ...list.regions.flatMap(({ countries, rates }) => countries.map((country) => [country, rates] as const)),
  ...Object.entries(list.countries),
]);

/** What WhatsApp asks for a delivered message to a country, with Twilio's fee, by list. Not every country is in it. */
export function whatsappPrices(): PriceList {
  const { as_of, source, currency, fee } = list;
  return {
    ...{ as_of, source, currency, countries: [...RATES.keys()] },
    priceOf(country, category) {
      const rates = RATES.get(country);
      return rates && decimalOf(partsOf(rates[category]) + partsOf(fee));
    },
  };
}
