import { describe, expect, test } from 'vitest';

import { draftWith, mayAdd, withButtons, withContent, withoutContent } from '../../../console/services/contents.ts';
import type { OtherContent } from '../../../console/services/content-name.ts';
import { areAnswersApart, draftFaults } from '../../../console/services/draft-faults.ts';
import {
  bodyOf,
  buttonId,
  changeOf,
  contentOfDraft,
  EMPTY,
  type Draft,
  type DraftButton,
} from '../../../console/services/draft.ts';
import { everyWeek, recurrenceWords } from '../../../console/services/recurrence.ts';
import { reachedAt, tapSteps } from '../../../console/services/tap-steps.ts';
import { ownCriteria, withList } from '../../../console/services/target.ts';

const GOOD: Draft = { ...EMPTY, name: 'Autumn', message_content: 'Hello {{name}}, look.' };
const button = (fields: Partial<DraftButton>): DraftButton => ({ id: 'x', title: 'Tap', type: 'reply', ...fields });
const agent = (fields: object) =>
  button({
    action: { type: 'agent', webhook_endpoint_id: 'whe_1', timeout_seconds: 8, fallback: 'Later!', ...fields },
  });
const pathsOf = (draft: Draft) => draftFaults(draft).map(({ path }) => path);

describe('the faults of a draft', () => {
  test('are none of a good one', () => {
    expect(draftFaults(GOOD)).toEqual([]);
    expect(draftFaults({ ...GOOD, buttons: [agent({})] })).toEqual([]);
    expect(draftFaults({ ...GOOD, buttons: [button({ action: { type: 'event' } })] })).toEqual([]);
  });

  test.each<[string, Partial<Draft>, string]>([
    ['no name', { name: ' ' }, 'name'],
    ['no text', { message_content: '' }, 'message_content'],
    ['a detail that nobody has', { message_content: 'Hello {{nam}}, look.' }, 'message_content'],
    ['a picture without an address', { media_type: 'image' }, 'media_url'],
    ['an address without https', { media_type: 'image', media_url: 'http://x.example/a.png' }, 'media_url'],
    ['small print with two lines', { footer: 'a\nb' }, 'footer'],
    ['a link without an address', { buttons: [button({ type: 'url' })] }, 'buttons.0.url'],
    [
      'a number without a country',
      { buttons: [button({ type: 'call', phone_number: '0151' })] },
      'buttons.0.phone_number',
    ],
    ['a country by its name', { target_criteria: { countries: ['FRANCE'] } }, 'target_criteria.countries'],
    ['a language by its name', { target_criteria: { languages: ['German'] } }, 'target_criteria.languages'],
    ['two equal titles', { buttons: [button({}), button({ id: 'y' })] }, 'buttons.1.title'],
    [
      'an answer that says nothing',
      { buttons: [button({ action: { type: 'auto_reply', message: '' } })] },
      'buttons.0.action.message',
    ],
    [
      'a detail that nobody has in an answer',
      { buttons: [button({ action: { type: 'auto_reply', message: 'Hi {{x}}' } })] },
      'buttons.0.action.message',
    ],
    [
      'an event with a long name',
      { buttons: [button({ action: { type: 'event', name: 'x'.repeat(129) } })] },
      'buttons.0.action.name',
    ],
    [
      'a program that nobody chose',
      { buttons: [agent({ webhook_endpoint_id: '' })] },
      'buttons.0.action.webhook_endpoint_id',
    ],
    ['a program with too much time', { buttons: [agent({ timeout_seconds: 11 })] }, 'buttons.0.action.timeout_seconds'],
    ['nothing for want of an answer', { buttons: [agent({ fallback: '' })] }, 'buttons.0.action.fallback'],
    ['a detail that nobody has in its place', { buttons: [agent({ fallback: '{{x}}' })] }, 'buttons.0.action.fallback'],
  ])('name the field of %s', (_, change, path) => {
    expect(pathsOf({ ...GOOD, ...change })).toEqual([path]);
  });
});

test('what is empty is left out of a new campaign, and cleared in one that is changed', () => {
  expect(bodyOf({ ...GOOD, media_url: 'https://left.example/over.png' })).toEqual({
    name: 'Autumn',
    language: 'en',
    message_content: GOOD.message_content,
    media_type: 'text',
    buttons: [],
    contents: [],
  });
  expect(changeOf(GOOD)).toMatchObject({ media_url: null, footer: null, media_caption: null, header_text: null });
});

test('the preview joins caption and text as the message does', () => {
  expect(contentOfDraft({ ...GOOD, media_caption: 'New', footer: 'STOP' })).toMatchObject({
    body: `New\n\n${GOOD.message_content}`,
    footer: 'STOP',
    header: { type: 'none' },
  });
});

test('ids of buttons come of their titles, and no two are the same', () => {
  expect(buttonId('Keep one for me!', [])).toBe('keep-one-for-me');
  expect(buttonId('Keep', ['keep', 'keep-2'])).toBe('keep-3');
  expect(buttonId('🙂', [])).toBe('button');
});

test('answers belong together', () => {
  const [reply, url] = [button({}), button({ type: 'url', url: 'https://x.example' })];
  expect([areAnswersApart([reply, url, reply]), areAnswersApart([url, reply, reply])]).toEqual([true, false]);
});

test('without a criterion nobody is chosen, and those that the console only shows stay until they are dropped', () => {
  expect(withList({ all: true }, 'tags_any', ['vip'])).toEqual({ tags_any: ['vip'] });
  expect(withList({ tags_any: ['vip'] }, 'tags_any', [])).toBeUndefined();
  const mixed = { tags_any: ['vip'], last_wrote_within_days: 3 };
  expect(withList(mixed, 'tags_any', [])).toEqual({ last_wrote_within_days: 3 });
  expect(ownCriteria(mixed)).toEqual({ tags_any: ['vip'] });
  expect(ownCriteria({ last_wrote_within_days: 3 })).toBeUndefined();
});

test('the curve adds up the buttons, and says when half had tapped', () => {
  const steps = tapSteps([
    { from_seconds: 1, to_seconds: 2, count: 1 },
    { from_seconds: 4, to_seconds: 5, count: 2 },
    { from_seconds: 1, to_seconds: 2, count: 1 },
  ]);
  expect(steps).toEqual([
    { seconds: 2, taps: 2, share: 0.5 },
    { seconds: 5, taps: 4, share: 1 },
  ]);
  expect([reachedAt(steps, 0.5), reachedAt(steps, 0.9)]).toEqual([2, 5]);
});

test('what is wrong says what it is wrong with, and how much there is in the numbers of the page', () => {
  const told = (draft: Partial<Draft>) => draftFaults({ ...GOOD, ...draft }).map(({ message }) => message);
  expect(told({ buttons: [button({ title: 'Tap 🙂' })] })).toEqual(['A button’s title takes no emoji.']);
  expect(told({ footer: 'a\nb' })).toEqual(['The small print must be one line.']);
  expect(told({ message_content: 'Hello {{nam}}, look.' })).toEqual([
    expect.stringMatching(/^\{\{nam\}\} is not known/),
  ]);
  expect(told({ message_content: 'a'.repeat(1025) })).toEqual(['It has 1,025 characters; at most 1,024 can be sent.']);
});

describe('another text', () => {
  const other = (given: Partial<OtherContent>): OtherContent => ({
    key: 'b',
    message_content: 'Look here, all.',
    ...given,
  });

  test('that has faults says where, and only what differs from the first', () => {
    const contents = [other({ message_content: 'Hello {{nam}}, look.' }), other({ key: 'c', when: { tags_any: [] } })];
    expect(pathsOf({ ...GOOD, footer: 'a\nb', contents })).toEqual([
      'footer',
      'contents.0.message_content',
      'contents.1.when',
    ]);
  });

  test('is the draft with what differs, and null leaves something out', () => {
    const draft = { ...GOOD, footer: 'STOP', buttons: [button({})] };
    expect(draftWith(draft, other({ footer: null, weight: 1 }))).toEqual({
      ...draft,
      footer: '',
      message_content: 'Look here, all.',
    });
  });

  test('of chance begins an experiment, and its end ends that; eight are the most', () => {
    let draft: Draft = { ...GOOD, buttons: [button({})] };
    for (let n = 1; n < 8; n++) {
      expect(mayAdd(draft, 'variant')).toBe(true);
      draft = { ...draft, ...withContent(draft, 'variant') };
    }
    expect(draft).toMatchObject({ weight: 1, experiment: { metric: 'tapped' } });
    expect(new Set(draft.contents.map(({ key }) => key)).size).toBe(7);
    expect([mayAdd(draft, 'variant'), mayAdd(draft, 'language')]).toEqual([false, true]);
    for (let n = 0; n < 7; n++) draft = { ...draft, ...withoutContent(draft, 0) };
    expect(draft).toMatchObject({ contents: [], weight: null, experiment: null });
  });

  test('keeps its own titles of buttons when those of the first change, and follows where it has none', () => {
    const [keep, buy] = [button({ id: 'keep', title: 'Keep' }), button({ id: 'buy', title: 'Buy' })];
    const german = other({ buttons: [{ ...keep, title: 'Behalten' }, buy] });
    const foreign = other({ key: 'c', buttons: [button({ id: 'else', title: 'Else' })] });
    const draft = { ...GOOD, buttons: [keep, buy], contents: [german, foreign] };
    const { contents = [] } = withButtons(draft, [{ ...buy, title: 'Buy it' }, keep]);
    expect(contents[0]?.buttons?.map(({ id, title }) => [id, title])).toEqual([
      ['buy', 'Buy it'],
      ['keep', 'Behalten'],
    ]);
    expect(contents[1]).toEqual(foreign);
  });
});

test('a week in words, with the day that it is', () => {
  const weekly = everyWeek(new Date(2026, 10, 29));
  expect(weekly).toMatchObject({ days: [7], every: 1, time: '09:00' });
  expect(recurrenceWords({ ...weekly, days: [1, 4], every: 2, time_zone: 'Europe/Berlin' })).toBe(
    'on Mon, Thu at 09:00 (Europe/Berlin), every 2 weeks',
  );
});
