import type { Webhooks } from './twilio/acts.ts';

/** A shop that reports its customers' orders to Herald, as any tenant's would. */
export function demoShop(baseUrl: string, apiKey: string): Webhooks['shop'] {
  return async ({ phone_number, reference }) => {
    const order = {
      phone_number,
      conversion_type: 'order',
      conversion_reference_id: reference,
      value: '49.90',
      currency: 'EUR',
    };
    const response = await fetch(`${baseUrl}/v1/conversions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    await response.arrayBuffer();
    return response.status;
  };
}
