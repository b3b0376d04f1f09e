import type * as z from 'zod';
import { describe, expect, test } from 'vitest';

import {
  applyCampaignChange,
  campaign,
  campaignChange,
  campaignDraft,
  draftCampaign,
  scheduleFaults,
  withSchedule,
} from '../../../shared/campaign/campaign.ts';
import {
  canTransition,
  STATUSES,
  TRANSITIONS,
  wrongStatus,
  type Transition,
} from '../../../shared/campaign/campaign-status.ts';
import { campaignWire } from '../../../shared/campaign/campaign.wire.ts';
import type { ContentFields } from '../../../shared/content/content-fields.ts';
import { HeraldError } from '../../../shared/platform/errors.ts';
import { approved, campaignOf, START, thrown } from '../fixtures.ts';

const by = 'api_key:key_01J00000000000000000000000';
const least = { name: 'N', message_content: 'M' };
const url = (length: number) => `https://a.example/${'x'.repeat(length - 18)}`;
const reply = (n: number, more: object = {}) => ({ id: `b${n}`, title: `Title ${n}`, type: 'reply', ...more });
const metadata = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, k) => [`k${k}`, 'v']));

/** Where a draft's faults are, with their codes. */
function faults(given: object): string[] {
  const parsed = campaignDraft.safeParse({ ...least, ...given });
  return (parsed.error?.issues ?? []).flatMap((issue) => {
    const code = (issue.code === 'custom' && (issue.params as { code?: string } | undefined)?.code) || issue.code;
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${[...issue.path, key].join('.')} ${code}`);
    return [`${issue.path.join('.')} ${code}`];
  });
}

/** A draft that names no existing template, and so has a message. */
function parsed(given: object) {
  return { message_content: '', ...campaignDraft.parse(given) } as z.output<typeof campaignDraft> & ContentFields;
}

describe('a draft', () => {
  test('of the required fields alone is filled with the defaults', () => {
    expect(campaignDraft.parse(least)).toEqual({
      ...least,
      media_type: 'text',
      language: 'en',
      buttons: [],
      contents: [],
      category: 'marketing',
      send_as: 'template',
      attribution_window_hours: 72,
    });
  });

  test('that names no audience goes to everybody, which is not forgotten until somebody says so', () => {
    const made = { id: 'cmp_1', tenant_id: 'ten_1', sender_id: 'snd_1', now: '2026-11-20T12:00:00.000Z', by };
    const unsaid = draftCampaign(parsed(least), made);
    expect(unsaid).toMatchObject({ target_criteria: { all: true }, audience_unsaid: true });
    const said = draftCampaign(parsed({ ...least, target_criteria: { all: true } }), made);
    expect(said.audience_unsaid).toBeUndefined();
    const renamed = applyCampaignChange(unsaid, campaignChange.parse({ name: 'New' }), made);
    expect(renamed.audience_unsaid).toBe(true);
    const changed = applyCampaignChange(unsaid, campaignChange.parse({ target_criteria: { all: true } }), made);
    expect(changed.audience_unsaid).toBeUndefined();
    for (const nobody of [{}, { attributes: {} }]) {
      expect(draftCampaign(parsed({ ...least, target_criteria: nobody }), made)).toMatchObject(unsaid);
      expect(
        applyCampaignChange(changed, campaignChange.parse({ target_criteria: nobody }), made).audience_unsaid,
      ).toBe(true);
    }
    const takenBack = applyCampaignChange(changed, campaignChange.parse({ target_criteria: null }), made);
    expect(takenBack).toMatchObject({ target_criteria: { all: true }, audience_unsaid: true });
  });

  test.each<[string, object]>([
    ['name 1', { name: 'x' }],
    ['name 200', { name: 'x'.repeat(200) }],
    ['description empty', { description: '' }],
    ['description 2000', { description: 'x'.repeat(2000) }],
    ['message 1024', { message_content: 'x'.repeat(1024) }],
    ['media url 500', { media_type: 'image', media_url: url(500) }],
    ['video', { media_type: 'video', media_url: url(30) }],
    [
      'caption and message 1024',
      { media_type: 'image', media_url: url(30), media_caption: 'x'.repeat(1000), message_content: 'x'.repeat(22) },
    ],
    [
      'text in a plain message',
      { send_as: 'session', media_caption: 'x'.repeat(574), message_content: 'x'.repeat(1024) },
    ],
    [
      'caption with a template',
      { media_type: 'document', media_url: url(30), media_caption: 'x'.repeat(1000), message_content: 'x'.repeat(22) },
    ],
    ['footer 60', { footer: 'f'.repeat(60) }],
    ['footer 60 within blanks', { footer: ` ${'f'.repeat(60)} ` }],
    ['three buttons', { buttons: [reply(1), reply(2), reply(3)] }],
    ['longest button', { buttons: [{ id: 'i'.repeat(128), title: 't'.repeat(20), type: 'url', url: url(2000) }] }],
    ['call button', { buttons: [{ id: 'c', title: 'Call', type: 'call', phone_number: '+1555123' }] }],
    ['everyone', { target_criteria: { all: true } }],
    ['1000 ids', { target_criteria: { customer_ids: new Array(1000).fill('cus_01J00000000000000000000000') } }],
    ['window 1', { attribution_window_hours: 1 }],
    ['window 720', { attribution_window_hours: 720 }],
    ['metadata 50', { metadata: metadata(50) }],
    ['time with an offset', { scheduled_at: '2027-01-31T09:00:00+02:00' }],
    [
      'placeholders',
      { message_content: 'Hi {{name}} of the number {{phone_number}}, {{attributes.a-b_1 | default: "x"}}.' },
    ],
    ...['auto_reply', 'tag', 'opt_out', 'event', 'webhook'].map((type): [string, object] => [
      `action ${type}`,
      {
        buttons: [
          reply(1, {
            action: { type, ...(type === 'auto_reply' && { message: 'm' }), ...(type === 'tag' && { tags: ['t'] }) },
          }),
        ],
      },
    ]),
  ])('may have %s', (_, given) => {
    expect(faults(given)).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    ['no name', { name: undefined }, ['name invalid_type']],
    ['an empty name', { name: '' }, ['name too_small']],
    ['a name of 201', { name: 'x'.repeat(201) }, ['name too_big']],
    ['a description of 2001', { description: 'x'.repeat(2001) }, ['description too_big']],
    ['no message', { message_content: undefined }, ['message_content invalid_type']],
    ['an empty message', { message_content: '' }, ['message_content too_small']],
    ['a message of 1025', { message_content: 'x'.repeat(1025) }, ['message_content too_big']],
    ['a placeholder that is not known', { message_content: '{{surname}}' }, ['message_content placeholder']],
    ['a placeholder in the caption that is not known', { media_caption: '{{x}}' }, ['media_caption placeholder']],
    ['a lone brace', { message_content: 'Hi {{name' }, ['message_content placeholder']],
    ['media of an unknown type', { media_type: 'audio', media_url: url(30) }, ['media_type invalid_value']],
    ['media without a URL', { media_type: 'image' }, ['media_url required']],
    ['a URL without media', { media_url: url(30) }, ['media_url refused']],
    ['an http URL', { media_type: 'image', media_url: 'http://a.example/x' }, ['media_url url']],
    ['a text for a URL', { media_type: 'image', media_url: 'not a url' }, ['media_url url']],
    ['a URL of 501', { media_type: 'image', media_url: url(501) }, ['media_url too_big']],
    [
      'a caption of 1025',
      { media_type: 'image', media_url: url(30), media_caption: 'x'.repeat(1025) },
      ['media_caption too_big', 'media_caption too_big'],
    ],
    [
      'caption and message of 1601 in a plain message',
      { send_as: 'session', media_caption: 'x'.repeat(575), message_content: 'x'.repeat(1024) },
      ['media_caption too_big'],
    ],
    [
      'caption and message of 1025',
      { media_type: 'image', media_url: url(30), media_caption: 'x'.repeat(1001), message_content: 'x'.repeat(22) },
      ['media_caption too_big'],
    ],
    [
      'caption and message of 1025 in a template',
      { buttons: [reply(1)], media_caption: 'x'.repeat(1001), message_content: 'x'.repeat(22) },
      ['media_caption too_big'],
    ],
    ['an empty footer', { footer: '' }, ['footer too_small']],
    ['a blank footer', { footer: '  ' }, ['footer too_small']],
    ['a footer of 61', { footer: 'f'.repeat(61) }, ['footer too_big']],
    ['a footer that is no text', { footer: 5 }, ['footer invalid_type']],
    ['a footer with a placeholder', { footer: 'For {{name}}' }, ['footer placeholder']],
    ['a footer of two lines', { footer: 'One\nTwo' }, ['footer line_break']],
    [
      'caption and message of 1025 above a footer',
      { footer: 'F', media_caption: 'x'.repeat(1001), message_content: 'x'.repeat(22) },
      ['media_caption too_big'],
    ],
    ['four buttons', { buttons: [1, 2, 3, 4].map((n) => reply(n)) }, ['buttons too_big']],
    ['the same id twice', { buttons: [reply(1), reply(2, { id: 'b1' })] }, ['buttons.1.id duplicate']],
    [
      'the same title twice',
      { buttons: [reply(1), reply(2), reply(3, { title: 'Title 1' })] },
      ['buttons.2.title duplicate'],
    ],
    ['a button id of 129', { buttons: [reply(1, { id: 'i'.repeat(129) })] }, ['buttons.0.id too_big']],
    ['a button without an id', { buttons: [reply(1, { id: '' })] }, ['buttons.0.id too_small']],
    ['a button title of 21', { buttons: [reply(1, { title: 't'.repeat(21) })] }, ['buttons.0.title too_big']],
    ['a button without a title', { buttons: [reply(1, { title: '' })] }, ['buttons.0.title too_small']],
    ['a button of an unknown type', { buttons: [reply(1, { type: 'list' })] }, ['buttons.0.type invalid_value']],
    ['a button that is no object', { buttons: ['b'] }, ['buttons.0 invalid_type']],
    ['a url button without a URL', { buttons: [reply(1, { type: 'url' })] }, ['buttons.0.url required']],
    [
      'a url button with http',
      { buttons: [reply(1, { type: 'url', url: 'http://a.example' })] },
      ['buttons.0.url url'],
    ],
    [
      'a url button with a number',
      { buttons: [reply(1, { type: 'url', url: url(30), phone_number: '+15551234567' })] },
      ['buttons.0.phone_number refused'],
    ],
    ['a call button without a number', { buttons: [reply(1, { type: 'call' })] }, ['buttons.0.phone_number required']],
    [
      'a call button with half a number',
      { buttons: [reply(1, { type: 'call', phone_number: '555' })] },
      ['buttons.0.phone_number invalid_format'],
    ],
    [
      'a call button with an action',
      { buttons: [reply(1, { type: 'call', phone_number: '+15551234567', action: { type: 'opt_out' } })] },
      ['buttons.0.action refused'],
    ],
    ['a reply button with a URL', { buttons: [reply(1, { url: url(30) })] }, ['buttons.0.url refused']],
    [
      'a reply button with a number',
      { buttons: [reply(1, { phone_number: '+15551234567' })] },
      ['buttons.0.phone_number refused'],
    ],
    [
      'an action of an unknown type',
      { buttons: [reply(1, { action: { type: 'dance' } })] },
      ['buttons.0.action.type invalid_union'],
    ],
    [
      'an auto reply without words',
      { buttons: [reply(1, { action: { type: 'auto_reply' } })] },
      ['buttons.0.action.message required'],
    ],
    [
      'a tag action without tags',
      { buttons: [reply(1, { action: { type: 'tag', tags: [] } })] },
      ['buttons.0.action.tags too_small'],
    ],
    ['a sender of another kind', { sender_id: 'cus_01J00000000000000000000000' }, ['sender_id invalid_format']],
    ['a time that cannot be parsed', { scheduled_at: 'tomorrow' }, ['scheduled_at invalid_format']],
    ['a window of 0', { attribution_window_hours: 0 }, ['attribution_window_hours too_small']],
    ['a window of 721', { attribution_window_hours: 721 }, ['attribution_window_hours too_big']],
    ['a window of a half', { attribution_window_hours: 1.5 }, ['attribution_window_hours invalid_type']],
    ['51 entries of metadata', { metadata: metadata(51) }, ['metadata custom']],
    ['metadata that is no text', { metadata: { k: 1 } }, ['metadata.k invalid_type']],
    ['an unknown field', { colour: 'red' }, ['colour unrecognized_keys']],
    [
      'a status',
      { status: 'sending', tenant_id: 'ten_01J00000000000000000000000' },
      ['status unrecognized_keys', 'tenant_id unrecognized_keys'],
    ],
  ])('must not have %s', (_, given, expected) => {
    expect(faults(given)).toEqual(expected);
  });

  test('with many faults is refused with all of them at once', () => {
    const given = {
      name: '',
      message_content: 'Hi {{surname}}',
      media_url: url(30),
      buttons: [reply(1, { title: 't'.repeat(21) }), reply(1, { type: 'call' })],
      target_criteria: { tags_any: [], countries: ['de'] },
      attribution_window_hours: 0,
      colour: 'red',
    };
    expect(faults(given).toSorted()).toEqual(
      [
        'name too_small',
        'message_content placeholder',
        'media_url refused',
        'buttons.0.title too_big',
        'buttons.1.id duplicate',
        'buttons.1.phone_number required',
        'target_criteria.tags_any too_small',
        'target_criteria.countries.0 invalid_format',
        'attribution_window_hours too_small',
        'colour unrecognized_keys',
      ].toSorted(),
    );
  });

  test('with fields of the wrong type is refused with its other faults, too', () => {
    const given = {
      name: 5,
      media_type: 'image',
      scheduled_at: 7,
      buttons: [
        { id: 5, title: 'A', type: 'url' },
        { id: 'b', title: 'A', type: 'call', url: url(30) },
      ],
    };
    expect(faults(given).toSorted()).toEqual([
      'buttons.0.id invalid_type',
      'buttons.0.url required',
      'buttons.1.phone_number required',
      'buttons.1.title duplicate',
      'buttons.1.url refused',
      'media_url required',
      'name invalid_type',
      'scheduled_at invalid_type',
    ]);
  });

  test.each([null, 5, 'text', [], [null]])('that is %j is refused without an exception', (given) => {
    expect(campaignDraft.safeParse(given).success).toBe(false);
  });

  test.each([null, 5, { length: 3 }, [null], [[]], [5]])(
    'whose buttons are %j is refused without an exception',
    (buttons) => {
      expect(faults({ buttons, media_caption: 'x' })).not.toEqual([]);
    },
  );

  test('has its scheduled_at converted to UTC', () => {
    expect(campaignDraft.parse({ ...least, scheduled_at: '2027-01-31T09:00:00+02:00' }).scheduled_at).toBe(
      '2027-01-31T07:00:00.000Z',
    );
  });

  test('of a megabyte of blanks is refused without a catastrophic regular expression', () => {
    expect(faults({ message_content: `{{${' '.repeat(900_000)}` })).toEqual([
      'message_content too_big',
      'message_content placeholder',
    ]);
  });
});

test.each([
  [{ scheduled_at: '2026-11-20T12:00:00.001Z' }, []],
  [{ scheduled_at: '2026-11-20T12:00:00Z' }, ['past']],
  [{ scheduled_at: '2026-11-20T13:00:00+02:00' }, ['past']],
  [{ scheduled_at: 'tomorrow' }, []],
  [{}, []],
  [null, []],
  [[], []],
  ['text', []],
])('a schedule of %j has the faults %j', (given, expected) => {
  expect(scheduleFaults(given, START).map(({ code }) => code)).toEqual(expected);
});

describe('a new campaign', () => {
  const made = { id: 'cmp_1', tenant_id: 'ten_1', sender_id: 'snd_1', now: '2026-11-20T12:00:00.000Z', by };

  test('keeps its footer without the blanks around it', () => {
    expect(draftCampaign(parsed({ ...least, footer: ' F ' }), made).footer).toBe('F');
    expect(campaignWire.parse(campaignOf({ footer: 'F' })).footer).toBe('F');
  });

  test.each([
    [undefined, 'draft'],
    ['2027-01-31T09:00:00Z', 'scheduled'],
  ])('with the time %s is %s', (scheduled_at, status) => {
    expect(draftCampaign(parsed({ ...least, scheduled_at }), made)).toMatchObject({
      ...least,
      id: 'cmp_1',
      tenant_id: 'ten_1',
      sender_id: 'snd_1',
      status,
      run: 0,
      created_at: made.now,
      updated_at: made.now,
      updated_by: by,
    });
  });

  test('shows a caller every public field, absent ones as null, and no internal one', () => {
    const shown = campaignWire.parse(
      campaignOf({
        content_templates: approved(`HX${'a'.repeat(32)}`),
        replay_scope: 'failed',
        idle_ms: 1,
        updated_by: by,
        schedule_pending: true,
      }),
    );
    expect(Object.keys(shown).toSorted()).toEqual(
      [
        ...['name', 'description', 'message_content', 'media_type', 'media_url', 'media_caption', 'footer', 'buttons'],
        ...['target_criteria', 'sender_id', 'scheduled_at', 'attribution_window_hours', 'metadata'],
        ...['id', 'status', 'run', 'created_at', 'updated_at', 'started_at', 'completed_at', 'status_reason'],
        ...['sending_hours', 'warnings', 'progress', 'dead_letters'],
        ...['language', 'header_text', 'contents', 'category', 'send_as', 'templates'],
        ...['template_id', 'template_variables'],
        ...['recurrence', 'next_dates', 'parent_id', 'approval'],
        ...['variant', 'weight', 'experiment', 'holdout', 'decision', 'picking', 'timing', 'send_time', 'recommend'],
      ].toSorted(),
    );
    expect(shown).toMatchObject({ description: null, media_url: null, footer: null, started_at: null, metadata: {} });
  });
});

describe('a change', () => {
  const now = '2026-11-21T12:00:00.000Z';
  const change = (current: Parameters<typeof campaignOf>[0], given: object) =>
    applyCampaignChange(campaignOf(current), campaignChange.parse(given), { now, by });

  test('replaces what it gives and leaves the rest', () => {
    const before = campaignOf({ description: 'D', metadata: { a: '1' } });
    const after = applyCampaignChange(before, campaignChange.parse({ name: 'New', metadata: { b: '2' } }), { now, by });
    expect(after).toEqual({ ...before, name: 'New', metadata: { b: '2' }, updated_at: now, updated_by: by });
  });

  test('sets and replaces the footer, and null takes it away', () => {
    expect(change({}, { footer: ' F ' }).footer).toBe('F');
    expect(change({ footer: 'F' }, { footer: 'G' }).footer).toBe('G');
    expect(change({ footer: 'F' }, { name: 'New' }).footer).toBe('F');
    expect(change({ footer: 'F' }, { footer: null }).footer).toBeUndefined();
  });

  test('cannot give the campaign a footer that a draft could not have', async () => {
    expect(campaignChange.safeParse({ footer: '' }).success).toBe(false);
    expect(campaignChange.safeParse({ footer: 'f'.repeat(61) }).success).toBe(false);
    expect(await thrown(() => change({}, { footer: 'For {{name}}' }))).toMatchObject({
      kind: 'invalid',
      faults: [{ path: 'footer', code: 'placeholder' }],
    });
  });

  test('forgets the templates of the former contents', () => {
    expect(
      change({ content_templates: approved('HX1') }, { message_content: 'New' }).content_templates,
    ).toBeUndefined();
  });

  test('fills in no defaults', () => {
    expect(campaignChange.parse({})).toEqual({});
    const kept = {
      media_type: 'image',
      media_url: url(30),
      buttons: [{ id: 'b', title: 'B', type: 'reply' }],
      target_criteria: { tags_any: ['vip'] },
      attribution_window_hours: 1,
    } as const;
    expect(
      change({ ...kept, buttons: [...kept.buttons], target_criteria: { tags_any: ['vip'] } }, { name: 'New' }),
    ).toMatchObject(kept);
  });

  test('takes optional fields away with null', () => {
    const before = {
      media_type: 'image' as const,
      media_url: url(30),
      media_caption: 'C',
      footer: 'F',
      description: 'D',
      metadata: { a: '1' },
    };
    const taken = { media_url: null, media_caption: null, footer: null, description: null, metadata: null };
    const after = campaign.parse(change(before, { media_type: 'text', ...taken }));
    expect(after).not.toHaveProperty('media_url', expect.anything());
    expect([after.media_caption, after.description, after.metadata]).toEqual([undefined, undefined, undefined]);
    expect(after.footer).toBeUndefined();
  });

  test.each(['name', 'message_content', 'media_type', 'buttons', 'sender_id', 'attribution_window_hours'])(
    'refuses null for %s',
    (field) => {
      expect(campaignChange.safeParse({ [field]: null }).success).toBe(false);
    },
  );

  test('is checked against the campaign as it would be after the change', async () => {
    const broken = await thrown(() => change({ media_type: 'image', media_url: url(30) }, { media_type: 'text' }));
    expect(broken).toMatchObject({ kind: 'invalid', faults: [{ path: 'media_url', code: 'refused' }] });
    expect(await thrown(() => change({}, { media_type: 'video', message_content: '{{x}}' }))).toMatchObject({
      faults: [{ path: 'media_url' }, { path: 'message_content' }],
    });
  });

  test('of a draft that sets scheduled_at schedules it', () => {
    expect(change({}, { scheduled_at: '2027-01-31T09:00:00Z' }).status).toBe('scheduled');
    expect(change({ status: 'scheduled', scheduled_at: '2027-01-31T09:00:00Z' }, { name: 'New' }).status).toBe(
      'scheduled',
    );
  });

  test.each(STATUSES)(
    'of a campaign that is %s is permitted only before it has begun, or while it is paused',
    async (status) => {
      const attempt = () => change({ status }, { name: 'New' });
      if (['draft', 'scheduled', 'paused'].includes(status)) expect(attempt().name).toBe('New');
      else expect(await thrown(attempt)).toMatchObject({ kind: 'conflict', code: 'campaign.status' });
    },
  );

  test('of a paused campaign leaves it paused, and drops the templates of its former content', () => {
    const paused = { status: 'paused' as const, status_reason: 'Refused.', content_templates: approved('HX1') };
    const after = change(paused, { message_content: 'Other news.' });
    expect(after).toMatchObject({ status: 'paused', message_content: 'Other news.', content_templates: undefined });
    expect(after.status_reason).toMatch(/resume sends it as it is now/);
  });

  test.each([
    { status: 'sending' },
    { id: 'cmp_2' },
    { run: 1 },
    { content_sid: 'HX' },
    { provider_template_id: 'HX' },
    { content_templates: {} },
    { updated_by: by },
  ])('refuses the internal field in %j', (given) => {
    expect(campaignChange.safeParse(given).error?.issues).toMatchObject([{ code: 'unrecognized_keys' }]);
  });
});

test('each transition is permitted from these statuses alone', () => {
  const legal = Object.fromEntries(
    (Object.keys(TRANSITIONS) as Transition[]).map((step) => [
      step,
      STATUSES.filter((status) => canTransition(step, status)),
    ]),
  );
  expect(legal).toEqual({
    change: ['draft', 'scheduled', 'paused'],
    remove: ['draft', 'cancelled'],
    schedule: ['draft', 'scheduled'],
    miss: ['scheduled'],
    recur: ['scheduled'],
    finish: ['scheduled'],
    execute: ['draft', 'scheduled'],
    fire: ['scheduled'],
    pause: ['sending'],
    resume: ['paused'],
    replay: ['paused', 'completed', 'cancelled'],
    revive: ['sending'],
    cancel: ['draft', 'scheduled', 'sending', 'paused'],
    wind_up: ['cancelled'],
    complete: ['sending'],
    reopen: ['completed'],
    carry_on: ['completed'],
    hold: ['draft', 'scheduled', 'sending', 'paused'],
  });
});

test('a campaign that has not begun can be scheduled, and scheduled again', () => {
  const [soon, later] = ['2026-12-01T08:00:00.000Z', '2026-12-02T08:00:00.000Z'];
  const scheduled = withSchedule(campaignOf(), soon, { now: soon, by });
  expect(scheduled).toMatchObject({ status: 'scheduled', scheduled_at: soon, updated_at: soon, updated_by: by });
  expect(withSchedule(scheduled, later, { now: soon, by })).toMatchObject({ status: 'scheduled', scheduled_at: later });
  expect(() => withSchedule(campaignOf({ status: 'sending' }), later, { now: soon, by })).toThrow(/draft or scheduled/);
});

test('the error for a wrong status names the status and those that are permitted', () => {
  const error = wrongStatus('execute', 'paused');
  expect(error).toBeInstanceOf(HeraldError);
  expect(error).toMatchObject({ kind: 'conflict', code: 'campaign.status' });
  expect(error.message).toMatch(/is paused.*draft or scheduled/);
  expect(wrongStatus('cancel', 'sending').message).toMatch(/meanwhile.*sending/);
});
