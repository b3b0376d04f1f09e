import { describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { placeOf } from '../../../shared/campaign/placement.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { closedUntil, maySend } from '../../../shared/message/may-send.ts';
import { sendingHours } from '../../../shared/tenancy/sending-hours.ts';
import { approved, campaignOf, customerOf, START } from '../fixtures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// START is a Friday, 12:00 UTC.
const open = (from: string, to: string) => sendingHours.parse({ from, to });
const slot = { begin: START, end: START + MINUTE };

describe('a customer', () => {
  const consent = (status: 'opted_in' | 'opted_out' | 'unknown') => ({ status, source: null, text: null, at: null });
  const suppressed = { code: '63024', at: '2026-11-19T12:00:00.000Z' };
  const plain = campaignOf({ message_content: 'Hi {{name}}' });
  const session = { ...plain, send_as: 'session' as const };
  const writer = customerOf({ last_inbound_at: timestamp(START - 23 * HOUR) });
  const template = { ...plain, content_templates: approved(`HX${'a'.repeat(32)}`) };
  const utility = { ...plain, category: 'utility' as const };
  const withTemplate = (category: 'marketing' | 'utility'): Campaign['contents'] => {
    const existing = { template_id: 'HX1', name: 'es', status: 'approved' as const, category, variables: {} };
    return [{ key: 'es', language: 'es', existing }];
  };
  const spanish = customerOf({ country: 'US', language: 'es' });

  test.each([
    ['who is gone', plain, undefined, 'customer_deleted'],
    ['who opted out', plain, customerOf({ consent: consent('opted_out') }), 'opted_out'],
    ['who never said', plain, customerOf({ consent: consent('unknown') }), 'not_opted_in'],
    ['whose number cannot receive messages', plain, customerOf({ suppressed }), 'suppressed'],
    ['without a name, by a template', template, customerOf({ name: null }), 'missing_variable'],
    ['without a name, in plain text', session, { ...writer, name: null }, undefined],
    ['who wrote within a day, in plain text', session, writer, undefined],
    ['who never wrote, in plain text', session, customerOf(), 'outside_window'],
    [
      'whose window closes during the slot, in plain text',
      session,
      customerOf({ last_inbound_at: timestamp(START - 24 * HOUR + MINUTE) }),
      'outside_window',
    ],
    ['with a name that makes the text too long', template, customerOf({ name: 'n'.repeat(1022) }), 'too_long'],
    ['with a name that just fits', template, customerOf({ name: 'n'.repeat(1021) }), undefined],
    ['with a name', template, customerOf(), undefined],
    ['in the United States, by marketing', plain, customerOf({ country: 'US' }), 'us_marketing'],
    ['in the United States, by utility', utility, customerOf({ country: 'US' }), undefined],
    [
      'in the United States, by a marketing template of a utility campaign',
      { ...utility, contents: withTemplate('marketing') },
      spanish,
      'us_marketing',
    ],
    [
      'in the United States, by a utility template of a marketing campaign',
      { ...plain, contents: withTemplate('utility') },
      spanish,
      undefined,
    ],
    ['in the United States, in plain text', session, { ...writer, country: 'US' }, undefined],
    ['in Canada, by marketing', plain, customerOf({ country: 'CA', phone_number: '+14165550123' }), undefined],
    ['in Jamaica, by marketing', plain, customerOf({ country: 'JM', phone_number: '+18765550123' }), undefined],
    ['of a country that is not known, by marketing', plain, customerOf({ country: null }), undefined],
  ])('%s', (_, campaign, customer, reason) => {
    const expected = reason === undefined ? { kind: 'now' } : { kind: 'never', reason };
    expect(maySend(campaign, customer, undefined, slot)).toEqual(expected);
  });

  test('who opted out is skipped for that, whatever else is against it', () => {
    const customer = customerOf({ consent: consent('opted_out'), suppressed, name: null });
    expect(maySend(template, customer, undefined, slot)).toEqual({ kind: 'never', reason: 'opted_out' });
  });

  test('may be sent to later, when it is outside the sending hours where they are', () => {
    const hours = open('09:00', '12:30');
    const inZone = (timezone: string) => maySend(plain, customerOf({ timezone }), hours, slot);
    expect(inZone('UTC')).toEqual({ kind: 'now' });
    expect(inZone('America/New_York')).toEqual({ kind: 'later', until: START + 2 * HOUR });
    expect(inZone('Europe/Berlin')).toEqual({ kind: 'later', until: START + 20 * HOUR });
  });

  test('who is held back by chance alone waits for the sending hours, as those do who are sent to', () => {
    const campaign = campaignOf({ holdout: 0.5 });
    const heldBack = Array.from({ length: 60 }, () => customerOf({ timezone: 'UTC' })).find(
      ({ id }) => placeOf(campaign, id).isHeldBack,
    )!;
    const never = { kind: 'never', reason: 'holdout' };
    expect(maySend(campaign, heldBack, open('11:00', '13:00'), slot)).toEqual(never);
    const closed = open('15:00', '16:00');
    expect(maySend(campaign, heldBack, closed, slot)).toEqual({ kind: 'later', until: START + 3 * HOUR });
    // Those who are sent to would not wait to be skipped for that.
    expect(maySend(campaign, { ...heldBack, consent: consent('opted_out') }, closed, slot)).toEqual(never);
  });

  test.each<[string, Partial<Customer>]>([
    ['opted out', { consent: consent('opted_out') }],
    ['never said', { consent: consent('unknown') }],
    ['has a number that cannot receive messages', { suppressed }],
    ['has no name', { name: null }],
  ])('who %s does not wait for the sending hours to be skipped', (_, given) => {
    expect(maySend(template, customerOf(given), open('15:00', '16:00'), slot)).toMatchObject({ kind: 'never' });
  });
});

describe('a slot of a minute', () => {
  test.each([
    ['without hours', undefined, undefined],
    ['within the hours', open('11:00', '13:00'), undefined],
    ['that begins with them', open('12:00', '13:00'), undefined],
    ['that ends after them', open('11:00', '12:01'), 23 * HOUR],
    ['that begins before them', open('12:01', '13:00'), MINUTE],
    ['long before them', open('15:00', '16:00'), 3 * HOUR],
    ['after them', open('09:00', '12:00'), 21 * HOUR],
  ])('%s is closed until %j', (_, hours, until) => {
    const found = closedUntil(hours, 'UTC', slot);
    expect(found).toBe(until === undefined ? undefined : START + until);
  });
});
