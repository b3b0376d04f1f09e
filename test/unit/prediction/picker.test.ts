import { expect, test } from 'vitest';

import { placeOf } from '../../../shared/campaign/placement.ts';
import { message, type Message } from '../../../shared/message/message.ts';
import { personalise } from '../../../shared/message/personalise.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { asStored, courseOf } from '../../../shared/prediction/course.ts';
import { PICK_WEIGHTS } from '../../../shared/prediction/pick-cell.ts';
import type { PickModel } from '../../../shared/prediction/pick-model.ts';
import { learntPicker } from '../../../shared/prediction/picker.ts';
import type { Learnt } from '../../../shared/prediction/prediction.store.ts';
import { withPicks } from '../../../shared/run/picker.ts';
import { campaignOf, customerOf, fixedId, START } from '../fixtures.ts';

const DAY = 86_400_000;
const at = (days: number) => new Date(START + days * DAY).toISOString();
const reply = { id: 'order', title: 'Order', type: 'reply' as const };
const link = { id: 'shop', title: 'Shop', type: 'url' as const, url: 'https://shop.example' };
/** Of ids that are made by chance, now and then too few people would be left to it. */
const campaign = campaignOf({
  ...{
    id: fixedId('cmp', 1),
    weight: 1,
    buttons: [reply],
    contents: [{ key: 'web', weight: 3, buttons: [link] }],
    started_at: at(0),
  },
  experiment: { metric: 'converted', window_hours: 24, test_share: 0.5, no_winner: 'control', pick: 'predicted' },
  picking: true,
});
const before = [-4, -2].map((days) => campaignOf({ started_at: at(days), buttons: [days === -4 ? reply : link] }));
/** Whoever leans to a kind gets it. */
const weights = Array.from({ length: PICK_WEIGHTS }, (_, n) => (n === 3 ? 1 : 0));
const model: PickModel = {
  ...{
    training: '1',
    trained_at: at(-1),
    campaigns: [],
    kinds: ['reply', 'url'],
    people: 100,
    did: 50,
    weights,
    status: 'in_use',
    proofs: [],
  },
};
const learnt: Learnt = {
  ...{ training: '1', at: at(-1), messages: 0, did: 0 },
  picks: { courses: before.map((one) => asStored(courseOf(one))), models: { converted: model } },
};

const people = Array.from({ length: 80 }, (_, n) => customerOf({ id: fixedId('cus', n) }));
const isFan = (id: string) => people.findIndex((one) => one.id === id) % 2 === 0;

/** Half of the people tapped the link, and the others the reply; what they tapped after the campaign began does not count. */
function rowOf(course: string, customer_id: string): Message {
  const [ofReply] = before;
  const isTapped = (course === ofReply?.id) !== isFan(customer_id);
  const tried = at(course === ofReply?.id ? -4 : -2);
  return message.parse({
    ...{ id: ids.next('msg'), campaign_id: course, customer_id, status: 'read' },
    ...{ tried_at: tried, delivered_at: tried, read_at: tried },
    first_click_at: isTapped ? tried : at(1),
  });
}

function pickerOf(known: Learnt | undefined, read: string[] = []) {
  return learntPicker({
    messages: {
      async ofCustomers(_, course, customers) {
        read.push(...customers);
        return customers.map((id) => rowOf(course, id));
      },
    },
    predictions: { get: async () => known },
  });
}

test('whoever is left to chance gets a variant evenly, and all others at once the one that is picked for them', async () => {
  const read: string[] = [];
  const picked = await withPicks(campaign, people, START, { picker: pickerOf(learnt, read) });
  const [chance, rest] = [true, false].map((isTest) =>
    picked.filter(({ id }) => placeOf(campaign, id).isTest === isTest),
  );
  expect(chance!.length).toBeGreaterThan(4);
  expect(chance!.length).toBeLessThan(40);
  for (const one of chance!) expect(personalise(campaign, one).part).toMatchObject({ phase: 'test', propensity: 0.5 });
  expect(rest!.length + chance!.length).toBe(people.length);
  for (const one of rest!) {
    const { part, content_key, awaits } = personalise(campaign, one);
    const arm = isFan(one.id) ? 'web' : 'default';
    expect({ part, content_key, awaits }).toEqual({
      ...{ part: { phase: 'rest', arm, propensity: 1 }, content_key: arm, awaits: undefined },
    });
  }
  expect(new Set(read)).toEqual(new Set(rest!.map(({ id }) => id)));
});

test('where nothing is known any more, everybody who is not left to chance gets the control', async () => {
  for (const known of [undefined, { ...learnt, picks: undefined }]) {
    const [one] = await withPicks(
      campaign,
      people.filter(({ id }) => !placeOf(campaign, id).isTest),
      START,
      {
        picker: pickerOf(known),
      },
    );
    expect(personalise(campaign, one!).part).toEqual({ phase: 'rest', arm: 'default', propensity: 1 });
  }
});

test('a plain experiment reads nothing, keeps its weights, and lets the rest wait', async () => {
  const plain = { ...campaign, picking: false };
  const read: string[] = [];
  const same = await withPicks(plain, people, START, { picker: pickerOf(learnt, read) });
  expect(same).toBe(people);
  expect(read).toEqual([]);
  const all = people.map((one) => personalise(plain, one));
  expect(new Set(all.map(({ part, awaits }) => awaits ?? part?.propensity))).toEqual(new Set(['decision', 0.25, 0.75]));
});

test('picks are proved of the metric and the types of button alone that were tested', async () => {
  const proved = (known: Learnt | undefined, more: Partial<typeof campaign> = {}) =>
    pickerOf(known).isProved({ ...campaign, ...more });
  const of = (more: Partial<PickModel>): Learnt => ({
    ...learnt,
    picks: { courses: [], models: { converted: { ...model, ...more } } },
  });
  expect(await proved(learnt)).toBe(true);
  expect(await proved(learnt, { experiment: { ...campaign.experiment!, metric: 'replied' } })).toBe(false);
  expect(await proved(of({ status: 'unproved' }))).toBe(false);
  expect(await proved(of({ kinds: ['reply', 'call'] }))).toBe(false);
  expect(await proved(undefined)).toBe(false);
});
