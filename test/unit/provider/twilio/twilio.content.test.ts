import { describe, expect, test } from 'vitest';

import type { Campaign } from '../../../../shared/campaign/campaign.ts';
import { payloadOf, personalise, templateOf } from '../../../../shared/message/payload.ts';
import { showMessage } from '../../../../shared/message/show-message.ts';
import { linkToken } from '../../../../shared/message/link-token.ts';
import { buttonToken } from '../../../../shared/message/message-token.ts';
import { randomIds as ids } from '../../../../shared/platform/ids.ts';
import { campaignOf, customerOf } from '../../fixtures.ts';

const SECRET = 'the tenant’s link secret';
const BASE = 'https://h.example';
const of = { campaign_id: ids.next('cmp'), customer_id: ids.next('cus') };
const reply = { id: 'yes', title: 'Yes', type: 'reply' } as const;
const other = { id: 'no', title: 'No', type: 'reply' } as const;
const url = { id: 'site', title: 'Site', type: 'url', url: 'https://a.example/x' } as const;
const call = { id: 'call', title: 'Call', type: 'call', phone_number: '+15551234567' } as const;

describe('without a template', () => {
  test('the text goes out filled, its media beside it', () => {
    const campaign = campaignOf({
      message_content: '{{name}}: {{attributes.x | default: "y"}} {{name}}',
      media_caption: 'C {{phone_number}}',
      media_type: 'image',
      media_url: 'https://a.example/i.png',
    });
    const { values, missing } = personalise(campaign, customerOf());
    expect([values, missing]).toEqual([['+4915112345678', 'Ana', 'y'], []]);
    expect(payloadOf(campaign, of, values, SECRET)).toEqual({
      body: 'C +4915112345678\n\nAna: y Ana',
      media_url: 'https://a.example/i.png',
    });
  });

  test('a value that is gone leaves a gap', () => {
    expect(payloadOf(campaignOf({ message_content: 'Hi {{name}}.' }), of, [], SECRET)).toEqual({ body: 'Hi .' });
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
    expect(templateOf(campaign, BASE)).toEqual({
      name: expect.stringMatching(/^herald_[0-9a-f]{24}$/),
      language: 'en',
      variables: { 1: 'days', 2: 'you', 3: 'city', 4: 'yes', 5: 'site' },
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

  test('is filled with the same numbers, each reply button with its place among all buttons', () => {
    const { values } = personalise(campaign, customerOf({ attributes: { city: 'Porto', days: 3 } }));
    const sent = payloadOf({ ...campaign, content_sid: 'HX1' }, of, values, SECRET);
    const link = linkToken({ ...of, tenant_id: campaign.tenant_id, place: 0 }, SECRET);
    expect(sent).toEqual({
      content_sid: 'HX1',
      content_variables: { 1: '3', 2: 'Ana', 3: 'Porto', 4: buttonToken(of, 1), 5: link },
    });
  });

  test('keeps its numbers when values are gone', () => {
    const sent = payloadOf({ ...campaign, buttons: [reply, url, other], content_sid: 'HX1' }, of, [], SECRET);
    expect(sent).toMatchObject({
      content_variables: {
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
  ])('is made for %s: %s', (_, given, needed) => {
    expect(templateOf(campaignOf(given), BASE) !== undefined).toBe(needed);
  });

  test('has a sample for every variable, whatever the fallback', () => {
    const given = { message_content: '{{name | default: ""}} {{attributes.x | default: "  "}}', buttons: [reply] };
    expect(Object.values(templateOf(campaignOf(given), BASE)!.variables)).toEqual(['name', 'x', 'yes']);
  });

  test('leaves out what it has none of', () => {
    const card = templateOf(
      campaignOf({ media_type: 'document', media_url: 'https://a.example/d.pdf', message_content: 'M' }),
      BASE,
    );
    expect(card?.types).toEqual({ 'whatsapp/card': { body: 'M', media: ['https://a.example/d.pdf'] } });
    expect(templateOf(campaignOf({ buttons: [reply] }), BASE)?.types).not.toHaveProperty(['whatsapp/card', 'media']);
  });

  test('has one name for one content, another for any other', () => {
    const name = (given: Partial<Campaign>, base = BASE) => templateOf({ ...campaign, ...given }, base)!.name;
    expect(name({ id: ids.next('cmp'), name: 'Other', tenant_id: ids.next('ten') })).toBe(name({}));
    // Where a link leads is looked up when it is followed, so it is no part of the template.
    expect(name({ buttons: [{ ...url, url: 'https://a.example/y' }, reply, call] })).toBe(name({}));
    expect(name({}, 'https://other.example')).not.toBe(name({}));
    const others: Partial<Campaign>[] = [
      { message_content: 'Else' },
      { media_caption: 'Else' },
      { media_url: 'https://a.example/j.png' },
      { buttons: [url, reply] },
      { buttons: [url, { ...reply, title: 'Ja' }, call] },
      { buttons: [{ ...url, title: 'Shop' }, reply, call] },
      { buttons: [url, reply, { ...call, phone_number: '+15551234568' }] },
    ];
    expect(new Set([name({}), ...others.map((one) => name(one))]).size).toBe(others.length + 1);
  });
});

describe('a message shown', () => {
  const campaign = campaignOf({ message_content: 'Hi {{name}}.' });
  const message = { id: ids.next('msg'), ...of, status: 'sent', variables: ['Ana'], attempts: 1 } as const;

  test.each([
    [{}, { body: 'Hi Ana.' }],
    [{ status: 'failed' }, { body: 'Hi Ana.' }],
    [{ status: 'skipped' }, null],
    [{ status: 'skipped', attempts: 0, variables: [] }, null],
    [{ attempts: 0 }, null],
  ] as const)('with %j has the payload %j', (given, payload) => {
    expect(showMessage(campaign, { ...message, ...given, variables: ['Ana'] }, SECRET).payload).toEqual(payload);
  });

  test('of a tenant that never began a campaign has no payload', () => {
    expect(showMessage(campaign, { ...message, variables: ['Ana'] }, undefined).payload).toBeNull();
  });
});
