import { describe, expect, test } from 'vitest';

import type { Campaign } from '../../../../shared/campaign/campaign.ts';
import type { ButtonAction } from '../../../../shared/content/button.ts';
import { contentOf, needsTemplate } from '../../../../shared/content/content.ts';
import { personalise } from '../../../../shared/message/personalise.ts';
import { renderMessage } from '../../../../shared/message/render-message.ts';
import { payloadOf, templateOf } from '../../../../shared/provider/twilio/twilio-content.ts';
import { composeReply } from '../../../../shared/reaction/auto-reply.ts';
import { linkToken } from '../../../../shared/message/link-token.ts';
import { buttonToken } from '../../../../shared/message/message-token.ts';
import { randomIds as ids } from '../../../../shared/platform/ids.ts';
import { approved, campaignOf, customerOf } from '../../fixtures.ts';

const SECRET = 'the tenant’s link secret';
const BASE = 'https://h.example';
const of = { campaign_id: ids.next('cmp'), customer_id: ids.next('cus') };
const reply = { id: 'yes', title: 'Yes', type: 'reply' } as const;
const other = { id: 'no', title: 'No', type: 'reply' } as const;
const url = { id: 'site', title: 'Site', type: 'url', url: 'https://a.example/x' } as const;
const call = { id: 'call', title: 'Call', type: 'call', phone_number: '+15551234567' } as const;

/** The template of a campaign's content. */
const template = (campaign: Campaign, base = BASE) => templateOf(contentOf(campaign), 'marketing', base);
/** What one customer is sent. */
const payload = (campaign: Campaign, values: readonly string[]) =>
  payloadOf(renderMessage(campaign, of, values, SECRET));

describe('without a template', () => {
  test('the body is sent with its placeholders filled in, the media beside it', () => {
    const campaign = campaignOf({
      message_content: '{{name}}: {{attributes.x | default: "y"}} {{name}}',
      media_caption: 'C {{phone_number}}',
      media_type: 'image',
      media_url: 'https://a.example/i.png',
    });
    const { values, missing } = personalise(campaign, customerOf());
    expect([values, missing]).toEqual([['+4915112345678', 'Ana', 'y'], []]);
    expect(payload(campaign, values)).toEqual({
      body: 'C +4915112345678\n\nAna: y Ana',
      media_url: 'https://a.example/i.png',
    });
  });

  test('a placeholder whose value is gone is left empty', () => {
    expect(payload(campaignOf({ message_content: 'Hi {{name}}.' }), [])).toEqual({ body: 'Hi .' });
  });
});

describe('a template', () => {
  const campaign = campaignOf({
    message_content: 'Hi {{name | default: "you"}} of {{attributes.city}}, {{name | default: "you"}}.',
    media_caption: 'Only {{attributes.days}}',
    media_type: 'image',
    media_url: 'https://a.example/i.png',
    buttons: [url, reply, call],
  });

  test('has placeholders numbered, reply buttons first, tokens after the text, and samples for all', () => {
    expect(template(campaign)).toEqual({
      name: expect.stringMatching(/^herald_[0-9a-f]{24}$/),
      language: 'en',
      variables: { 1: 'days', 2: 'you', 3: 'city', 4: 'yes', 5: 'sample' },
      types: {
        'whatsapp/card': {
          body: 'Only {{1}}\n\nHi {{2}} of {{3}}, {{2}}.',
          media: ['https://a.example/i.png'],
          actions: [
            { type: 'QUICK_REPLY', title: 'Yes', id: '{{4}}' },
            { type: 'URL', title: 'Site', url: 'https://h.example/r/{{5}}' },
            { type: 'PHONE_NUMBER', title: 'Call', phone: '+15551234567' },
          ],
        },
      },
    });
  });

  test('has the name that earlier versions gave it, so that none is reviewed again', () => {
    const earlier = campaignOf({ message_content: 'Hello {{name | default: "you"}}, look.', buttons: [url, reply] });
    expect(template(earlier).name).toBe('herald_b1d06bb9413f8578536994ca');
  });

  test('is filled by the same numbers, each reply button with its place among all buttons', () => {
    const { values } = personalise(campaign, customerOf({ attributes: { city: 'Porto', days: 3 } }));
    const sent = payload({ ...campaign, content_templates: approved('HX1') }, values);
    const link = linkToken({ ...of, tenant_id: campaign.tenant_id, place: 0 }, SECRET);
    expect(sent).toEqual({
      template_id: 'HX1',
      variables: { 1: '3', 2: 'Ana', 3: 'Porto', 4: buttonToken(of, 1), 5: link },
    });
  });

  test('keeps its numbers when values are gone', () => {
    const sent = payload({ ...campaign, buttons: [reply, url, other], content_templates: approved('HX1') }, []);
    expect(sent).toMatchObject({
      variables: {
        ...{ 1: '', 2: '', 3: '', 4: buttonToken(of, 0), 5: buttonToken(of, 2) },
        6: linkToken({ ...of, tenant_id: campaign.tenant_id, place: 1 }, SECRET),
      },
    });
  });

  test.each<[string, Partial<Campaign>, boolean]>([
    ['a text', {}, false],
    ['an image', { media_type: 'image', media_url: 'https://a.example/i.png' }, false],
    ['a document', { media_type: 'document', media_url: 'https://a.example/d.pdf' }, true],
    ['a button', { buttons: [call] }, true],
    ['a footer', { footer: 'Reply STOP to opt out' }, true],
  ])('is needed for %s: %s', (_, given, needed) => {
    expect(needsTemplate(contentOf(campaignOf(given)))).toBe(needed);
  });

  test('has a sample for every variable, whatever the fallback', () => {
    const given = { message_content: '{{name | default: ""}} {{attributes.x | default: "  "}}', buttons: [reply] };
    expect(Object.values(template(campaignOf(given)).variables)).toEqual(['name', 'x', 'yes']);
  });

  test('leaves out media, footer and actions where it has none', () => {
    const card = template(
      campaignOf({ media_type: 'document', media_url: 'https://a.example/d.pdf', message_content: 'M' }),
    );
    expect(card.types).toEqual({ 'whatsapp/card': { body: 'M', media: ['https://a.example/d.pdf'] } });
    expect(template(campaignOf({ buttons: [reply] })).types).not.toHaveProperty(['whatsapp/card', 'media']);
  });

  test('has the same name for the same content, and another for any other', () => {
    const name = (given: Partial<Campaign>, base = BASE) => template({ ...campaign, ...given }, base).name;
    expect(name({ id: ids.next('cmp'), name: 'Other', tenant_id: ids.next('ten') })).toBe(name({}));
    // Where a link leads is looked up when it is followed, so it is no part of the template.
    expect(name({ buttons: [{ ...url, url: 'https://a.example/y' }, reply, call] })).toBe(name({}));
    expect(name({}, 'https://other.example')).not.toBe(name({}));
    const others: Partial<Campaign>[] = [
      { message_content: 'Else' },
      { media_caption: 'Else' },
      { footer: 'Else' },
      { media_url: 'https://a.example/j.png' },
      { buttons: [url, reply] },
      { buttons: [url, { ...reply, title: 'Ja' }, call] },
      { buttons: [{ ...url, title: 'Shop' }, reply, call] },
      { buttons: [url, reply, { ...call, phone_number: '+15551234568' }] },
    ];
    expect(new Set([name({}), ...others.map((given) => name(given))]).size).toBe(others.length + 1);
  });

  test('has the footer in the card, right after the body', () => {
    const footer = 'Reply STOP to opt out';
    const card = template({ ...campaign, footer }).types['whatsapp/card'] as object;
    expect(card).toMatchObject({ footer });
    expect(Object.keys(card)).toEqual(['body', 'footer', 'media', 'actions']);
    const alone = template(campaignOf({ message_content: 'M', footer }));
    expect(alone.types).toEqual({ 'whatsapp/card': { body: 'M', footer } });
    expect(alone.variables).toEqual({});
  });

  test('is sent for a footer alone, without variables', () => {
    const sent = campaignOf({ message_content: 'M', footer: 'F', content_templates: approved('HX1') });
    expect(payload(sent, [])).toEqual({ template_id: 'HX1', variables: {} });
  });
});

describe('an answer within the 24-hour window', () => {
  const answer = (given: object) => {
    const action = { type: 'auto_reply', ...given } as Extract<ButtonAction, { type: 'auto_reply' }>;
    const composed = composeReply(action, customerOf({ attributes: { city: 'Porto' } }))!;
    return { ...composed, template: templateOf(composed.content, 'answer', BASE) };
  };
  const buttons = [
    { id: 'a', title: 'A' },
    { id: 'b', title: 'B' },
  ];
  const message = 'Hi {{name}} of {{attributes.city | default: "town"}}!';

  test('with buttons is a quick reply, whose ids are fixed', () => {
    const { template, content, values } = answer({ message, buttons });
    expect(template).toEqual({
      name: expect.stringMatching(/^herald_reply_[0-9a-f]{24}$/),
      language: 'en',
      variables: { 1: 'name', 2: 'town' },
      types: {
        'twilio/quick-reply': {
          body: 'Hi {{1}} of {{2}}!',
          actions: [
            { title: 'A', id: 'a' },
            { title: 'B', id: 'b' },
          ],
        },
      },
    });
    expect(payloadOf({ content, values, tokens: [], template_id: 'HX1' })).toEqual({
      template_id: 'HX1',
      variables: { 1: 'Ana', 2: 'Porto' },
    });
  });

  test('with buttons and media is a card', () => {
    expect(answer({ message: 'M', media_url: 'https://a.example/i.png', buttons }).template.types).toEqual({
      'whatsapp/card': {
        body: 'M',
        media: ['https://a.example/i.png'],
        actions: [
          { type: 'QUICK_REPLY', title: 'A', id: 'a' },
          { type: 'QUICK_REPLY', title: 'B', id: 'b' },
        ],
      },
    });
  });

  test('with a document is a card without actions', () => {
    expect(answer({ message: 'M', media_url: 'https://a.example/d.pdf' }).template.types).toEqual({
      'whatsapp/card': { body: 'M', media: ['https://a.example/d.pdf'] },
    });
  });

  test('without buttons is sent as it is', () => {
    const { content, values } = answer({ message, media_url: 'https://a.example/i.png' });
    expect(payloadOf({ content, values, tokens: [] })).toEqual({
      body: 'Hi Ana of Porto!',
      media_url: 'https://a.example/i.png',
    });
  });
});

/** Rows of earlier versions know templates by these names: under another, each would be made and reviewed again. */
describe('the name that earlier versions gave', () => {
  const text = 'Hi {{name | default: "you"}} of {{attributes.city}}, {{name | default: "you"}}.';

  test("to a campaign's template with media and buttons has not changed", () => {
    const campaign = campaignOf({
      message_content: text,
      media_caption: 'Only {{attributes.days}}',
      media_type: 'image',
      media_url: 'https://a.example/i.png',
      buttons: [url, reply, call],
    });
    expect(template(campaign).name).toBe('herald_de38bf3d06205a7550b0963e');
  });

  test("to a campaign's template of a document has not changed", () => {
    const campaign = campaignOf({
      message_content: 'M',
      media_type: 'document',
      media_url: 'https://a.example/d.pdf',
    });
    expect(template(campaign).name).toBe('herald_80b0a93d0a5ab7de1531ef61');
  });

  test.each([
    ['with buttons', {}, 'herald_reply_dd4a543aed73df532f0fb93a'],
    ['with buttons and media', { media_url: 'https://a.example/i.png' }, 'herald_reply_a8a4d23d8120b73b5c050945'],
    [
      'with a document',
      { message: 'Here {{name}}', buttons: [], media_url: 'https://a.example/d.pdf' },
      'herald_reply_1c9b9f46eea9c9eadb5a082c',
    ],
  ])('to an auto reply %s has not changed', (_, given, name) => {
    const action = {
      type: 'auto_reply' as const,
      message: 'Hi {{name}} of {{attributes.city | default: "town"}}!',
      buttons: [
        { id: 'a', title: 'A' },
        { id: 'b', title: 'B' },
      ],
      ...given,
    };
    const { content } = composeReply(action, customerOf({ attributes: { city: 'Porto' } }))!;
    expect(templateOf(content, 'answer', BASE).name).toBe(name);
  });
});
