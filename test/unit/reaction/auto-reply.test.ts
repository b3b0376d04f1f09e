import { describe, expect, test } from 'vitest';

import { composeReply, windowIsOpen, type AutoReplyAction } from '../../../shared/reaction/auto-reply.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { customerOf, START } from '../fixtures.ts';

const DAY = 86_400_000;
const ana = customerOf({ attributes: { city: 'Köln' } });
const nobody = customerOf({ name: null });
const compose = (given: Omit<AutoReplyAction, 'type'>, customer = ana) =>
  composeReply({ type: 'auto_reply', ...given }, customer);
const buttons = [
  { id: 'y', title: 'Yes' },
  { id: 'n', title: 'No' },
];
const picture = 'https://a.example/i.jpg';
const paper = 'https://a.example/menu.PDF?v=1';

describe('a reply', () => {
  test.each([
    ['words', { message: 'Hi {{name}}!' }, { body: 'Hi Ana!' }],
    ['a picture with words', { message: 'Look', media_url: picture }, { body: 'Look', media_url: picture }],
    ['a picture alone', { media_url: picture }, { body: '', media_url: picture }],
    ['a document alone', { media_url: paper }, { body: '', media_url: paper }],
    ['no buttons but an empty list', { message: 'Hi', buttons: [] }, { body: 'Hi' }],
  ])('of %s goes out plain', (_, given, payload) => {
    expect(compose(given)).toEqual(payload);
  });

  test('with buttons is a quick reply, personal by its variables', () => {
    expect(compose({ message: 'Hi {{name}} of {{attributes.city}}?', buttons })).toEqual({
      template: {
        name: expect.stringMatching(/^herald_reply_[0-9a-f]{24}$/),
        language: 'en',
        variables: { 1: 'name', 2: 'attributes.city' },
        types: {
          'twilio/quick-reply': {
            body: 'Hi {{1}} of {{2}}?',
            actions: [
              { title: 'Yes', id: 'y' },
              { title: 'No', id: 'n' },
            ],
          },
        },
      },
      content_variables: { 1: 'Ana', 2: 'Köln' },
    });
  });

  test('with media and buttons, or of a document with words, is a card', () => {
    expect(compose({ message: 'M', media_url: picture, buttons: buttons.slice(0, 1) })).toMatchObject({
      template: {
        types: {
          'whatsapp/card': { body: 'M', media: [picture], actions: [{ type: 'QUICK_REPLY', title: 'Yes', id: 'y' }] },
        },
      },
      content_variables: {},
    });
    expect(compose({ message: 'M', media_url: paper })).toMatchObject({
      template: { types: { 'whatsapp/card': { body: 'M', media: [paper] } } },
    });
  });

  test('has one name for one content, whoever it is for', () => {
    const name = (message: string, customer = ana) => {
      const composed = compose({ message, buttons }, customer);
      return composed && 'template' in composed && composed.template.name;
    };
    expect(name('Hi {{name}}')).toBe(name('Hi {{name}}', customerOf({ name: 'Ben' })));
    expect(name('Hi {{name}}')).not.toBe(name('Ho {{name}}'));
  });

  test('uses the default for what a customer lacks, or leaves the placeholder out', () => {
    expect(compose({ message: 'Hi {{name | default: "friend"}}' }, nobody)).toEqual({ body: 'Hi friend' });
    expect(compose({ message: '{{name}} Hi {{name}}' }, nobody)).toEqual({ body: 'Hi' });
    expect(compose({ message: 'Hi {{name}}', buttons }, nobody)).toMatchObject({
      template: { variables: {}, types: { 'twilio/quick-reply': { body: 'Hi' } } },
      content_variables: {},
    });
  });

  test('that would be empty is none, but for its media', () => {
    expect(compose({ message: '{{name}}' }, nobody)).toBeUndefined();
    expect(compose({ message: '{{name}}', media_url: picture, buttons }, nobody)).toBeUndefined();
    expect(compose({ message: '{{name}}', media_url: picture }, nobody)).toEqual({ body: '', media_url: picture });
  });
});

describe('the window', () => {
  const tap = (source: string, clicked = START) => ({
    id: 'int_1',
    message_id: 'msg_1',
    source,
    clicked_at: timestamp(clicked),
  });
  test.each([
    ['open up to 24 hours after the customer wrote', true, START - DAY + 1, tap('api')],
    ['shut from then on', false, START - DAY, tap('api')],
    ['shut for a tap by a link or a call while the customer never wrote', false, null, tap('redirect')],
    ['open by the tap itself that came as a message', true, null, tap('inbound', START - DAY + 1)],
    ['shut a day after that', false, null, tap('inbound', START - DAY)],
  ])('is %s', (_, open, wrote, interaction) => {
    const last_inbound_at = wrote === null ? null : timestamp(wrote);
    expect(windowIsOpen({ last_inbound_at }, interaction, START)).toBe(open);
  });
});
