import { describe, expect, test } from 'vitest';

import { needsTemplate } from '../../../shared/content/content.ts';
import { payloadOf, templateOf } from '../../../shared/provider/twilio/twilio-content.ts';
import {
  composeReply,
  windowIsOpen,
  type AutoReplyAction,
  type ComposedReply,
} from '../../../shared/reaction/auto-reply.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { customerOf, START } from '../fixtures.ts';

const DAY = 86_400_000;
const ana = customerOf({ attributes: { city: 'Köln' } });
const nobody = customerOf({ name: null });
const compose = (given: Omit<AutoReplyAction, 'type'>, customer = ana) => composeReply(given, customer);
const buttons = [
  { id: 'y', title: 'Yes' },
  { id: 'n', title: 'No' },
];
const picture = 'https://a.example/i.jpg';
const paper = 'https://a.example/menu.PDF?v=1';

/** What Twilio sends of a reply: plain, or by a template with variables. */
function sent(composed: ComposedReply | undefined) {
  if (!composed) return undefined;
  const message = { ...composed, tokens: [] };
  if (!needsTemplate(composed.content)) return payloadOf(message);
  const { variables } = payloadOf({ ...message, template_id: 'HX1' }) as { variables: object };
  return { template: templateOf(composed.content, 'answer', 'https://h.example'), variables };
}

describe('a reply', () => {
  test.each([
    ['words', { message: 'Hi {{name}}!' }, { body: 'Hi Ana!' }],
    ['a picture with words', { message: 'Look', media_url: picture }, { body: 'Look', media_url: picture }],
    ['a picture alone', { media_url: picture }, { body: '', media_url: picture }],
    ['a document alone', { media_url: paper }, { body: '', media_url: paper }],
    ['words and an empty list of buttons', { message: 'Hi', buttons: [] }, { body: 'Hi' }],
  ])('of %s is sent without a template', (_, given, payload) => {
    expect(sent(compose(given))).toEqual(payload);
  });

  test('with buttons is a quick reply, with the customer’s values in its variables', () => {
    expect(sent(compose({ message: 'Hi {{name}} of {{attributes.city}}?', buttons }))).toEqual({
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
      variables: { 1: 'Ana', 2: 'Köln' },
    });
  });

  test('with media and buttons, or of a document with words, is a card', () => {
    expect(sent(compose({ message: 'M', media_url: picture, buttons: buttons.slice(0, 1) }))).toMatchObject({
      template: {
        types: {
          'whatsapp/card': { body: 'M', media: [picture], actions: [{ type: 'QUICK_REPLY', title: 'Yes', id: 'y' }] },
        },
      },
      variables: {},
    });
    expect(sent(compose({ message: 'M', media_url: paper }))).toMatchObject({
      template: { types: { 'whatsapp/card': { body: 'M', media: [paper] } } },
    });
  });

  test('has the same template for the same content, whoever it is for', () => {
    const name = (message: string, customer = ana) => {
      const answer = sent(compose({ message, buttons }, customer));
      return answer && 'template' in answer && answer.template.name;
    };
    expect(name('Hi {{name}}')).toBe(name('Hi {{name}}', customerOf({ name: 'Ben' })));
    expect(name('Hi {{name}}')).not.toBe(name('Ho {{name}}'));
  });

  test.each([
    [undefined, { type: 'none' }],
    [picture, { type: 'image', url: picture }],
    ['https://a.example/no-extension', { type: 'image', url: 'https://a.example/no-extension' }],
    ['https://a.example/v.mp4', { type: 'video', url: 'https://a.example/v.mp4' }],
    [paper, { type: 'document', url: paper }],
  ])('with the media %s has the header %j', (media_url, header) => {
    expect(compose({ message: 'M', media_url })?.content.header).toEqual(header);
  });

  test('uses the default for what a customer lacks, or leaves the placeholder out', () => {
    expect(sent(compose({ message: 'Hi {{name | default: "friend"}}' }, nobody))).toEqual({ body: 'Hi friend' });
    expect(sent(compose({ message: '{{name}} Hi {{name}}' }, nobody))).toEqual({ body: 'Hi' });
    expect(sent(compose({ message: 'Hi {{name}}', buttons }, nobody))).toMatchObject({
      template: { variables: {}, types: { 'twilio/quick-reply': { body: 'Hi' } } },
      variables: {},
    });
  });

  test('that would be empty is none, unless it has media without buttons', () => {
    expect(compose({ message: '{{name}}' }, nobody)).toBeUndefined();
    expect(compose({ message: '{{name}}', media_url: picture, buttons }, nobody)).toBeUndefined();
    expect(sent(compose({ message: '{{name}}', media_url: picture }, nobody))).toEqual({
      body: '',
      media_url: picture,
    });
  });
});

describe('the 24-hour window', () => {
  const tap = (source: string, clicked = START) => ({
    id: 'int_1',
    message_id: 'msg_1',
    source,
    clicked_at: timestamp(clicked),
  });
  test.each([
    ['open up to 24 hours after the customer wrote', true, START - DAY + 1, tap('api')],
    ['closed from then on', false, START - DAY, tap('api')],
    ['closed for a tap on a link or a call by a customer who never wrote', false, null, tap('redirect')],
    ['open for a tap that came as a message itself', true, null, tap('inbound', START - DAY + 1)],
    ['closed a day after that', false, null, tap('inbound', START - DAY)],
  ])('is %s', (_, open, wrote, interaction) => {
    const last_inbound_at = wrote === null ? null : timestamp(wrote);
    expect(windowIsOpen({ last_inbound_at }, interaction, START)).toBe(open);
  });
});
