import { expect, test } from 'vitest';

import { campaignDraft } from '../../../shared/campaign/campaign.ts';

const reply = { id: 'yes', title: 'Yes', type: 'reply' };
const arm = (key: string, more: object = {}) => ({ key, weight: 1, message_content: key, ...more });
const draft = { name: 'N', message_content: 'M', buttons: [reply], weight: 1 };

/** Where a draft's faults are, with their messages. */
function faults(given: object): Record<string, string> {
  const { error } = campaignDraft.safeParse({
    ...draft,
    experiment: { metric: 'tapped' },
    contents: [arm('b')],
    ...given,
  });
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
}

test('two arms with an experiment are fine, in several languages and with others beside them', () => {
  expect(faults({})).toEqual({});
  const german = [
    arm('b'),
    arm('de', { variant: 'default', language: 'de' }),
    arm('b-de', { variant: 'b', language: 'de' }),
  ];
  expect(faults({ contents: german })).toEqual({});
  const vip = { key: 'vip', when: { tags_any: ['vip'] }, message_content: 'Dear!' };
  expect(faults({ contents: [arm('b'), vip], holdout: 0.5 })).toEqual({});
});

const link = { id: 'shop', title: 'Shop', type: 'url', url: 'https://shop.example' };
const web = arm('web', { buttons: [link] });

test('arms that begin with buttons of different types may be picked, where what is counted is known alike', () => {
  const experiment = { metric: 'converted', pick: 'predicted', chance_share: 0.1 };
  expect(faults({ contents: [web], experiment })).toEqual({});
  const swapped = { buttons: [reply, link], contents: [arm('b', { buttons: [link, reply] })] };
  expect(faults({ ...swapped, experiment: { metric: 'tapped', pick: 'predicted' } })).toEqual({});
});

test.for<[name: string, given: object, path: string, message: RegExp]>([
  [
    'a share for chance of no pick',
    { experiment: { metric: 'tapped', chance_share: 0.2 } },
    'experiment.chance_share',
    /only with pick/,
  ],
  [
    'a pick of arms that begin alike',
    { experiment: { metric: 'tapped', pick: 'predicted' } },
    'experiment.pick',
    /another type/,
  ],
  [
    'a pick of arms without buttons',
    { contents: [arm('b', { buttons: [] })], experiment: { metric: 'converted', pick: 'predicted' } },
    'experiment.pick',
    /another type/,
  ],
  [
    'a pick of an arm that begins otherwise in another language',
    {
      contents: [
        web,
        arm('de', { variant: 'web', language: 'de' }),
        arm('own', { variant: 'default', language: 'de' }),
      ],
      experiment: { metric: 'converted', pick: 'predicted' },
    },
    'experiment.pick',
    /in all of its languages/,
  ],
  [
    'a pick by reads',
    { contents: [web], experiment: { metric: 'read', pick: 'predicted' } },
    'experiment.pick',
    /nobody reads/,
  ],
  [
    'nearly everybody by chance',
    { contents: [web], experiment: { metric: 'converted', pick: 'predicted', chance_share: 0.95 } },
    'experiment.chance_share',
    /<=0.9/,
  ],
  ['a weight that is no share', { contents: [arm('b', { weight: 0.5 })] }, 'contents.0.weight', /whole number from 1/],
  ['a weight of nothing', { weight: 0 }, 'weight', />=1/],
  ['a weight in words', { weight: 'half' }, 'weight', /number/],
  ['nine arms', { contents: 'bcdefghi'.split('').map((key) => arm(key)) }, 'contents.7.weight', /at most 8 arms/],
  ['one arm', { contents: [] }, 'experiment', /2 to 8 arms/],
  ['a control without a weight', { weight: undefined }, 'weight', /is the control/],
  ['arms without an experiment', { experiment: undefined }, 'experiment', /say by what/],
  ['an arm for some', { contents: [arm('b', { when: { tags_any: ['vip'] } })] }, 'contents.0.when', /chance alone/],
  [
    'a variant without a weight',
    { contents: [arm('b'), { key: 'c', variant: 'c', language: 'de' }] },
    'contents.1.variant',
    /only a content with a weight/,
  ],
  [
    'two weights of one arm',
    { contents: [arm('b'), arm('b-de', { variant: 'b', language: 'de', weight: 2 })] },
    'contents.1.weight',
    /one arm/,
  ],
  [
    'two contents of one arm in one language',
    { contents: [arm('b'), arm('b2', { variant: 'b' })] },
    'contents.1.language',
    /same people/,
  ],
  ['taps without buttons', { buttons: [] }, 'experiment.metric', /nobody could tap/],
  [
    'taps on a button that an arm has not',
    { experiment: { metric: 'tapped', button_id: 'no' } },
    'experiment.button_id',
    /no button with the id no/,
  ],
  [
    'a button of another metric',
    { experiment: { metric: 'read', button_id: 'yes' } },
    'experiment.button_id',
    /only with the metric tapped/,
  ],
  [
    'taps that are known in another way',
    { contents: [arm('b', { buttons: [{ id: 'go', title: 'Go', type: 'url', url: 'https://a.example' }] })] },
    'experiment.metric',
    /known in the same way/,
  ],
  [
    'a decision before anybody’s window is over',
    { experiment: { metric: 'tapped', window_hours: 24, decide_after_hours: 24 } },
    'experiment.decide_after_hours',
    /at least 26/,
  ],
  ['more than half held back', { holdout: 0.6 }, 'holdout', /<=0.5/],
  ['a test of nobody', { experiment: { metric: 'tapped', test_share: 0 } }, 'experiment.test_share', />=0.01/],
])('%s is refused', ([, given, path, message]) => {
  expect(faults(given)[path]).toMatch(message);
});

test('all faults are told at once', () => {
  const many = {
    weight: -1,
    holdout: 2,
    experiment: { metric: 'read', button_id: 'x', test_share: 9 },
    contents: [arm('b', { weight: 0 })],
  };
  expect(Object.keys(faults(many)).toSorted()).toEqual(
    expect.arrayContaining(['contents.0.weight', 'experiment.test_share', 'holdout', 'weight']),
  );
});
