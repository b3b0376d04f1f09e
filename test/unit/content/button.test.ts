import { expect, test } from 'vitest';

import { buttonAction } from '../../../shared/content/button.ts';

const quick = (n: number, more: object = {}) => ({ id: `q${n}`, title: `Title ${n}`, ...more });
const url = (length: number) => `https://a.example/${'x'.repeat(length - 18)}`;

function faults(given: object): string[] {
  const issues = buttonAction.safeParse(given).error?.issues ?? [];
  return issues.map(
    ({ path, code, ...issue }) =>
      `${path.join('.')} ${code === 'custom' ? (issue as { params?: { code: string } }).params?.code : code}`,
  );
}

test.each<[string, object]>([
  ['words', { message: 'x'.repeat(1024) }],
  ['media alone', { media_url: url(500) }],
  ['media alone and an empty list', { media_url: url(30), buttons: [] }],
  ['a message and media', { message: 'm', media_url: url(30) }],
  ['three quick replies', { message: 'm', buttons: [quick(1), quick(2), quick(3)] }],
  ['placeholders', { message: 'Hi {{name | default: "you"}} of {{attributes.city}}' }],
])('an auto reply may have %s', (_, given) => {
  expect(faults({ type: 'auto_reply', ...given })).toEqual([]);
});

test.each<[string, object, string[]]>([
  ['nothing', {}, ['message required']],
  ['an empty message', { message: '' }, ['message too_small']],
  ['a blank message', { message: ' \n' }, ['message required']],
  ['blank titles', { message: 'm', buttons: [quick(1, { title: ' ' }), quick(2)] }, ['buttons.0.title required']],
  [
    'titles that differ in their blanks',
    { message: 'm', buttons: [quick(1, { title: 'Yes please' }), quick(2, { title: ' Yes  please' })] },
    ['buttons.1.title duplicate'],
  ],
  ['1025 characters', { message: 'x'.repeat(1025) }, ['message too_big']],
  ['an unknown placeholder', { message: '{{surname}}' }, ['message placeholder']],
  ['a lone brace', { message: 'Hi {{name' }, ['message placeholder']],
  ['media by http', { media_url: 'http://a.example/i.jpg' }, ['media_url url']],
  ['a media url of 501', { media_url: url(501) }, ['media_url too_big']],
  ['buttons and media without words', { media_url: url(30), buttons: [quick(1)] }, ['message required']],
  ['four buttons', { message: 'm', buttons: [1, 2, 3, 4].map((n) => quick(n)) }, ['buttons too_big']],
  [
    'two buttons with the same id',
    { message: 'm', buttons: [quick(1), quick(2, { id: 'q1' })] },
    ['buttons.1.id duplicate'],
  ],
  [
    'two buttons with the same title',
    { message: 'm', buttons: [quick(1), quick(2, { title: 'Title 1' })] },
    ['buttons.1.title duplicate'],
  ],
  ['a title of 21', { message: 'm', buttons: [quick(1, { title: 'x'.repeat(21) })] }, ['buttons.0.title too_big']],
  ['an id of 129', { message: 'm', buttons: [quick(1, { id: 'x'.repeat(129) })] }, ['buttons.0.id too_big']],
  ['a button with an action', { message: 'm', buttons: [quick(1, { action: {} })] }, ['buttons.0 unrecognized_keys']],
  [
    'several faults',
    { media_url: 'x', buttons: [quick(1, { id: '' })] },
    ['media_url url', 'buttons.0.id too_small', 'message required'],
  ],
])('an auto reply may not have %s', (_, given, expected) => {
  expect(faults({ type: 'auto_reply', ...given })).toEqual(expected);
});

const AGENT = { type: 'agent', webhook_endpoint_id: 'whe_1', fallback: 'Later.' };

test('an agent is waited for for eight seconds, unless its button says otherwise', () => {
  expect(buttonAction.parse(AGENT)).toEqual({ ...AGENT, timeout_seconds: 8 });
  expect(faults({ ...AGENT, timeout_seconds: 10, fallback: 'Hi {{name | default: "you"}}' })).toEqual([]);
});

test.each<[string, object, string[]]>([
  ['no endpoint', { webhook_endpoint_id: undefined }, ['webhook_endpoint_id invalid_type']],
  ['no fallback', { fallback: undefined }, ['fallback invalid_type']],
  ['an empty fallback', { fallback: '' }, ['fallback too_small']],
  ['a blank fallback', { fallback: ' ' }, ['fallback required']],
  ['a fallback of 1025', { fallback: 'x'.repeat(1025) }, ['fallback too_big']],
  ['an unknown placeholder', { fallback: '{{surname}}' }, ['fallback placeholder']],
  ['no time', { timeout_seconds: 0 }, ['timeout_seconds too_small']],
  ['more time than its function has', { timeout_seconds: 11 }, ['timeout_seconds too_big']],
  ['an address', { url: 'https://agent.example' }, [' unrecognized_keys']],
])('an agent may not have %s', (_, given, expected) => {
  expect(faults({ ...AGENT, ...given })).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['tags that are blank', { type: 'tag', tags: [' '] }, ['tags.0 too_small']],
  ['51 tags', { type: 'tag', tags: Array.from({ length: 51 }, (_, n) => `t${n}`) }, ['tags too_big']],
  ['an event without a name', { type: 'event' }, []],
  ['an event of an empty name', { type: 'event', name: '' }, ['name too_small']],
  ['a webhook to all', { type: 'webhook' }, []],
  ['an opt-out with more to say', { type: 'opt_out', text: 'bye' }, [' unrecognized_keys']],
])('%s has the faults %j %j', (_, given, expected) => {
  expect(faults(given)).toEqual(expected);
});
