import { expect, test } from 'vitest';

import type { Facts } from '../../../shared/campaign/audience.ts';
import type { Engaged } from '../../../shared/campaign/engagement.ts';
import type { Chosen } from '../../../shared/message/choice.ts';
import { personalise } from '../../../shared/message/personalise.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { chooseContents, withKeptChoices } from '../../../shared/run/choose-contents.ts';
import { campaignOf, customerOf, fakeClock, keptLog, START } from '../fixtures.ts';

const earlier = ids.next('cmp');
const campaign = campaignOf({
  contents: [
    {
      key: 'buyers',
      when: { engagement: [{ campaign_id: earlier, did: 'converted' }] },
      message_content: 'Thank you, {{name}}.',
    },
  ],
});

function factsOf(messages: ReadonlyMap<string, Engaged>): Facts {
  return {
    at: START,
    segments: new Map(),
    messagesOf: (asked, customer) => (asked === earlier ? [messages.get(customer)].filter((one) => !!one) : []),
  };
}

/** Keeps choices in memory, and counts those that are written. */
function keptChoices() {
  const kept = new Map<string, Chosen>();
  const written: string[] = [];
  const choices = {
    ofCustomers: async (_: string, __: string, customers: readonly string[]) =>
      new Map(customers.flatMap((id) => (kept.has(id) ? [[id, kept.get(id)!] as const] : []))),
    between: async () => kept,
    async keep(_: string, __: string, given: ReadonlyMap<string, Chosen>) {
      for (const [id, choice] of given) {
        written.push(id);
        if (!kept.has(id)) kept.set(id, choice);
      }
      return new Map([...given.keys()].map((id) => [id, kept.get(id)!]));
    },
  };
  const clock = fakeClock();
  const recommender = { ask: () => Promise.reject(new Error('Nobody is asked.')) };
  return { ports: { choices, clock, log: keptLog().log, recommender }, written };
}

test('whoever was chosen for keeps their content when their page is planned again, and when it is sent', async () => {
  const [buyer, other] = [customerOf(), customerOf()];
  const bought = { status: 'read', converted_at: 'then' };
  const { ports, written } = keptChoices();
  const keysOf = (people: readonly Parameters<typeof personalise>[1][]) =>
    people.map((one) => personalise(campaign, one).key);

  const first = await chooseContents(campaign, 5, [buyer, other], factsOf(new Map([[buyer.id, bought]])), ports);
  expect(keysOf(first)).toEqual(['buyers', 'default']);
  const all = factsOf(new Map([other, buyer].map(({ id }) => [id, bought])));
  const late = customerOf();
  const again = await chooseContents(campaign, 5, [buyer, other, late], all, ports);
  expect(keysOf(again)).toEqual(['buyers', 'default', 'default']);
  expect(written).toEqual([buyer.id, other.id, late.id]);
  expect(keysOf(await withKeptChoices(campaign, [other, buyer], ports))).toEqual(['default', 'buyers']);
});

test('of two planners of one page, the first decides', async () => {
  const customer = customerOf();
  const { ports } = keptChoices();
  const blind = { ...ports, choices: { ...ports.choices, between: async () => new Map() } };
  const none = factsOf(new Map());
  const [first] = await chooseContents(campaign, 5, [customer], none, blind);
  const bought = factsOf(new Map([[customer.id, { status: 'read', converted_at: 'then' }]]));
  const [second] = await chooseContents(campaign, 5, [customer], bought, blind);
  expect([first?.chosen?.content_key, second?.chosen?.content_key]).toEqual(['default', 'default']);
});

test('a campaign whose contents the customer alone decides reads and writes nothing for it', async () => {
  const plain = campaignOf({ contents: [{ key: 'vip', when: { tags_any: ['vip'] }, message_content: 'Dear you.' }] });
  const refuse = () => {
    throw new Error('Nobody needs a choice.');
  };
  const choices = { between: refuse, ofCustomers: refuse, keep: refuse };
  const ports = { ...keptChoices().ports, choices };
  const people = [customerOf({ tags: ['vip'] }), customerOf()];
  const none = factsOf(new Map());
  const planned = await chooseContents(plain, 5, people, none, ports);
  expect(planned.map((one) => personalise(plain, one).key)).toEqual(['vip', 'default']);
  expect(await withKeptChoices(plain, people, ports)).toEqual(people);
});

test('somebody whose choice is gone gets the campaign’s own content', () => {
  expect(personalise(campaign, customerOf()).key).toBe('default');
});
