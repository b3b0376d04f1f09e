import { expect, test } from 'vitest';

import type { DomainEvent } from '../../../shared/event/domain-event.ts';
import type { Inbound } from '../../../shared/interaction/inbound.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { withWords } from '../../../shared/webhook/with-words.ts';
import { customerOf, START } from '../fixtures.ts';
import { eventOf } from './fixtures.ts';

const customer = customerOf();
const { tenant_id } = customer;
const at = timestamp(START);
const inbound: Inbound = {
  ...{ tenant_id, customer_id: customer.id, sid: 'SM1', kind: 'reply', received_at: at },
  ...{ text: 'Call me', media_urls: ['https://media.example.com/1'] },
};

type Replied = Extract<DomainEvent, { type: 'customer.replied' }>;
const replied = (words: Partial<Replied['data']>): Replied => {
  const about = { campaign: null, variant: null, customer: { id: customer.id }, interaction_id: null };
  return {
    id: ids.next('evt'),
    type: 'customer.replied',
    tenant_id,
    timestamp: at,
    data: { ...about, ...words, replied_at: at },
  };
};

const portsOf = ({ person = true, words = true }) => ({
  customers: {
    get: async (tenant: string, id: string) =>
      person && tenant === tenant_id && id === customer.id ? customer : undefined,
  },
  inbounds: {
    get: async (_: string, id: string, sid: string) =>
      words && id === customer.id && sid === 'SM1' ? inbound : undefined,
  },
});

test('a reply gets what the customer wrote, in the form that subscribers know', async () => {
  const event = replied({ message_sid: 'SM1' });
  const told = await withWords(event, portsOf({}));
  expect(JSON.stringify(told?.data)).toBe(
    JSON.stringify({
      ...{ campaign: null, variant: null, customer: { id: customer.id }, interaction_id: null },
      ...{ text: inbound.text, media_urls: inbound.media_urls, replied_at: at },
    }),
  );
});

test('an event of an earlier version, which waited with its words, is told as it is', async () => {
  const event = replied({ text: 'Call me', media_urls: [] });
  expect(await withWords(event, portsOf({ words: false }))).toEqual(event);
});

test.each([
  ['of an erased person', replied({ message_sid: 'SM1' }), { person: false }],
  ['of an erased person, from an earlier version', replied({ text: 'Call me', media_urls: [] }), { person: false }],
  ['whose words are no longer kept', replied({ message_sid: 'SM1' }), { words: false }],
])('a reply %s is told to nobody', async (_, event, given) => {
  expect(await withWords(event, portsOf(given))).toBeUndefined();
});

test('an event about no person is told as it is', async () => {
  const event = eventOf();
  expect(await withWords(event, portsOf({ person: false }))).toBe(event);
});
