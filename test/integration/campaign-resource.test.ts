import { expect, inject, test } from 'vitest';

import { addCampaign, messagesOf, reached } from '../support/campaigns.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { endpointPath } from '../support/webhook-endpoints.ts';

const herald = inject('herald');
const tenant = await newTenant(herald);
const { call } = tenant;

const IMAGE = 'https://example.com/offer.jpg';
const reply = (id: string, title = id) => ({ id, title, type: 'reply' });
const draft = (fields: object) => ({ body: { name: 'News', message_content: 'News!', ...fields } });
const create = (fields: object) => call('POST /v1/campaigns', draft(fields));
const inAnHour = () => new Date(Date.now() + 3600_000).toISOString();

test('what is left out has a default, and optional fields are null', async () => {
  const { body } = await create({});
  expect(body).toEqual({
    id: expect.stringMatching(/^cmp_/),
    name: 'News',
    message_content: 'News!',
    description: null,
    media_type: 'text',
    media_url: null,
    media_caption: null,
    header_text: null,
    footer: null,
    language: 'en',
    buttons: [],
    template_id: null,
    template_variables: null,
    contents: [],
    weight: null,
    variant: null,
    experiment: null,
    holdout: null,
    picking: null,
    timing: null,
    decision: null,
    recommend: null,
    category: 'marketing',
    send_as: 'template',
    templates: [
      { content_key: 'default', language: 'en', content_sid: null, status: 'unprepared', rejection_reason: null },
    ],
    target_criteria: { all: true },
    sender_id: tenant.sender_id,
    scheduled_at: null,
    recurrence: null,
    next_dates: [],
    parent_id: null,
    approval: null,
    sending_hours: null,
    send_time: null,
    attribution_window_hours: 72,
    metadata: {},
    status: 'draft',
    status_reason: null,
    run: 0,
    created_at: expect.any(String),
    updated_at: body.created_at,
    started_at: null,
    completed_at: null,
    progress: null,
    dead_letters: 0,
    warnings: [UNSAID],
  });
  expect((await call(`GET /v1/campaigns/${body.id}`)).body).toEqual(body);
});

const UNSAID = { code: 'audience_unsaid', message: expect.stringContaining('{"all": true}') };

test('a campaign that names no audience goes to everybody as before, with a warning and a deprecation', async () => {
  const at = { scheduled_at: new Date(Date.now() + 3_600_000).toISOString() };
  const schedule = async (fields: object) => {
    const { body } = await create(fields);
    const path = `/v1/campaigns/${body.id}`;
    const scheduled = await call(`POST ${path}/schedule`, { body: at });
    const { body: changed } = await call(`PATCH ${path}`, { body: { target_criteria: { tags_any: ['vip'] } } });
    return { deprecation: scheduled.headers.get('deprecation'), warnings: [scheduled.body.warnings, changed.warnings] };
  };
  expect(await schedule({})).toEqual({ deprecation: '@1795737600', warnings: [[UNSAID], []] });
  expect(await schedule({ target_criteria: { all: true } })).toEqual({ deprecation: null, warnings: [[], []] });
  const execute = async (fields: object) => {
    const { headers, body } = await call(`POST /v1/campaigns/${(await create(fields)).body.id}/execute`);
    return [headers.get('deprecation'), body.warnings];
  };
  expect(await execute({})).toEqual(['@1795737600', [UNSAID]]);
  expect(await execute({ target_criteria: { all: true } })).toEqual([null, []]);
});

test('everything may be as large as it gets', async () => {
  const fields = {
    name: 'n'.repeat(200),
    description: 'd'.repeat(2_000),
    message_content: 'm'.repeat(511),
    media_type: 'image',
    media_url: `https://example.com/${'u'.repeat(476)}.jpg`,
    media_caption: 'c'.repeat(511),
    buttons: [
      { ...reply('i'.repeat(128), 't'.repeat(20)), action: { type: 'tag', tags: ['vip'] } },
      { id: 'shop', title: 'Shop', type: 'url', url: 'https://example.com/shop' },
      { id: 'call', title: 'Call', type: 'call', phone_number: '+14155550123' },
    ],
    target_criteria: { tags_any: ['vip'], countries: ['FR'], attributes: { city: ['Lyon', 'Lille'], age: 30 } },
    attribution_window_hours: 720,
    scheduled_at: inAnHour(),
    metadata: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`key ${n}`, 'v'.repeat(500)])),
  };
  const { status, body } = await create(fields);
  expect(status).toBe(200);
  expect(body).toMatchObject({ ...fields, status: 'scheduled' });
});

test.for<[string, object, (readonly [string, string])[]]>([
  ['an empty name', { name: '' }, [['name', 'too_small']]],
  ['a name of 201 characters', { name: 'x'.repeat(201) }, [['name', 'too_big']]],
  ['a name that is no text', { name: 5 }, [['name', 'invalid_type']]],
  ['a description of 2,001 characters', { description: 'x'.repeat(2_001) }, [['description', 'too_big']]],
  ['no message', { message_content: '' }, [['message_content', 'too_small']]],
  ['a message of 1,025 characters', { message_content: 'x'.repeat(1_025) }, [['message_content', 'too_big']]],
  ['an unknown kind of media', { media_type: 'gif', media_url: IMAGE }, [['media_type', 'invalid_value']]],
  ['an image without its URL', { media_type: 'image' }, [['media_url', 'required']]],
  ['a text with an image', { media_url: IMAGE }, [['media_url', 'refused']]],
  ['an image over http', { media_type: 'image', media_url: 'http://example.com/a.jpg' }, [['media_url', 'url']]],
  ['an image that is no URL', { media_type: 'image', media_url: 'offer.jpg' }, [['media_url', 'url']]],
  [
    'an image URL of 501 characters',
    { media_type: 'image', media_url: `https://example.com/${'x'.repeat(481)}` },
    [['media_url', 'too_big']],
  ],
  [
    'a caption of 1,025 characters',
    { media_type: 'image', media_url: IMAGE, media_caption: 'x'.repeat(1_025) },
    [
      ['media_caption', 'too_big'],
      ['media_caption', 'too_big'],
    ],
  ],
  [
    'a caption that makes a card’s text too long',
    {
      media_type: 'document',
      media_url: 'https://example.com/a.pdf',
      media_caption: 'x'.repeat(600),
      message_content: 'x'.repeat(600),
    },
    [['media_caption', 'too_big']],
  ],
  ['an empty footer', { footer: '  ' }, [['footer', 'too_small']]],
  ['a footer of 61 characters', { footer: 'x'.repeat(61) }, [['footer', 'too_big']]],
  ['a footer with a placeholder', { footer: 'Bye {{name}}' }, [['footer', 'placeholder']]],
  ['a footer of two lines', { footer: 'One\nTwo' }, [['footer', 'line_break']]],
  ['four buttons', { buttons: ['a', 'b', 'c', 'd'].map((id) => reply(id)) }, [['buttons', 'too_big']]],
  ['two buttons of one id', { buttons: [reply('a', 'One'), reply('a', 'Two')] }, [['buttons.1.id', 'duplicate']]],
  ['two buttons of one title', { buttons: [reply('a', 'One'), reply('b', 'One')] }, [['buttons.1.title', 'duplicate']]],
  ['a title of 21 characters', { buttons: [reply('a', 'x'.repeat(21))] }, [['buttons.0.title', 'too_big']]],
  ['a button without a title', { buttons: [{ id: 'a', type: 'reply' }] }, [['buttons.0.title', 'invalid_type']]],
  ['a button id of 129 characters', { buttons: [reply('x'.repeat(129), 'a')] }, [['buttons.0.id', 'too_big']]],
  ['an unknown kind of button', { buttons: [{ ...reply('a'), type: 'menu' }] }, [['buttons.0.type', 'invalid_value']]],
  ['a url button without one', { buttons: [{ ...reply('a'), type: 'url' }] }, [['buttons.0.url', 'required']]],
  [
    'a url button over http',
    { buttons: [{ ...reply('a'), type: 'url', url: 'http://example.com' }] },
    [['buttons.0.url', 'url']],
  ],
  [
    'a call button without a number',
    { buttons: [{ ...reply('a'), type: 'call' }] },
    [['buttons.0.phone_number', 'required']],
  ],
  [
    'a call button with another number',
    { buttons: [{ ...reply('a'), type: 'call', phone_number: '0155512345' }] },
    [['buttons.0.phone_number', 'invalid_format']],
  ],
  [
    'a reply button with everything that is not its own',
    { buttons: [{ ...reply('a'), url: 'https://example.com', phone_number: '+14155550123' }] },
    [
      ['buttons.0.phone_number', 'refused'],
      ['buttons.0.url', 'refused'],
    ],
  ],
  [
    'a url button with an action',
    { buttons: [{ ...reply('a'), type: 'url', url: 'https://example.com', action: { type: 'opt_out' } }] },
    [['buttons.0.action', 'refused']],
  ],
  ['an unknown placeholder', { message_content: 'Hi {{surname}}!' }, [['message_content', 'placeholder']]],
  ['a placeholder that does not end', { message_content: 'Hi {{name!' }, [['message_content', 'placeholder']]],
  [
    'an unknown placeholder in a caption',
    { media_type: 'image', media_url: IMAGE, media_caption: '{{x}}' },
    [['media_caption', 'placeholder']],
  ],
  ['a schedule that is past', { scheduled_at: '2020-01-01T00:00:00Z' }, [['scheduled_at', 'past']]],
  ['a schedule that is no time', { scheduled_at: 'tomorrow' }, [['scheduled_at', 'invalid_format']]],
  ['no attribution window', { attribution_window_hours: 0 }, [['attribution_window_hours', 'too_small']]],
  ['an attribution window of 721 hours', { attribution_window_hours: 721 }, [['attribution_window_hours', 'too_big']]],
  ['metadata that is no text', { metadata: { a: 1 } }, [['metadata.a', 'invalid_type']]],
  ['a sender’s name for its id', { sender_id: 'my sender' }, [['sender_id', 'invalid_format']]],
])('%s is refused', async ([, fields, faults]) => {
  expectFaults(await create(fields), faults);
});

test.for<[string, object]>([
  ['an unknown criterion', { tag: 'vip' }],
  ['everyone and a criterion', { all: true, tags_any: ['vip'] }],
  ['everyone, but not quite', { all: false }],
  ['no tags', { tags_any: [] }],
  ['a country’s name', { countries: ['France'] }],
  ['an id that is no customer’s', { customer_ids: ['cmp_01ARZ3NDEKTSV4RRFFQ69G5FAV'] }],
  ['more than 1,000 ids', { customer_ids: Array(1_001).fill('cus_01ARZ3NDEKTSV4RRFFQ69G5FAV') }],
])('an audience of %s is refused', async ([, target_criteria]) => {
  const answer = await create({ target_criteria });
  expectProblem(answer, { status: 400, code: 'request.invalid' });
  for (const { path } of answer.body.errors) expect(path).toMatch(/^target_criteria/);
});

test('send_time is set, shown, changed and audited as other fields, and refused where nothing of it could be learnt', async () => {
  const { status, body } = await create({ buttons: [reply('order')], send_time: 'best' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ send_time: 'best', timing: null });
  const change = (fields: object, options: object = {}) =>
    call(`PATCH /v1/campaigns/${body.id}`, { body: fields, ...options });
  expectFaults(await create({ send_time: 'best' }), [['send_time', 'refused']]);
  expectFaults(await create({ buttons: [reply('order')], send_time: 'noon' }), [['send_time', 'invalid_value']]);
  expectFaults(await change({ buttons: [] }), [['send_time', 'refused']]);
  expectFaults(await change({ send_as: 'session' }), [['send_time', 'refused']]);
  expect((await change({ send_time: null })).body).toMatchObject({ send_time: null });
  expect((await change({ send_time: 'best', scheduled_at: inAnHour() })).body).toMatchObject({ send_time: 'best' });
  const { body: copied } = await call(`POST /v1/campaigns/${body.id}/clone`, { body: {} });
  expect(copied).toMatchObject({ send_time: 'best', status: 'draft' });
  const { body: audit } = await call(`GET /v1/campaigns/${body.id}/audit`);
  expect(JSON.stringify(audit)).toContain('send_time');
});

test('a campaign needs a sender: the default one or one that is there', async () => {
  const unknown = await create({ sender_id: tenant.sender_id.replace(/.{4}$/, 'ZZZZ') });
  expectProblem(unknown, { status: 404, code: 'sender.not_found' });
  const { body: second } = await call('POST /v1/senders', { body: { phone_number: '+14155550123' } });
  expect((await create({ sender_id: second.id })).body.sender_id).toBe(second.id);
});

test('a change replaces what it names, takes null for nothing and keeps the rules', async () => {
  const { id, ...before } = await addCampaign(tenant, { description: 'Old', metadata: { a: 'b' } });
  const change = (body: object) => call(`PATCH /v1/campaigns/${id}`, { body });
  const { body: changed } = await change({ name: 'Other', description: null, media_type: 'image', media_url: IMAGE });
  expect(changed).toEqual({
    ...before,
    id,
    name: 'Other',
    description: null,
    media_type: 'image',
    media_url: IMAGE,
    updated_at: expect.any(String),
  });
  expect(changed.updated_at > before.updated_at).toBe(true);

  expectFaults(await change({ media_type: 'text' }), [['media_url', 'refused']]);
  expectFaults(await change({ media_url: null, name: '' }), [['name', 'too_small']]);
  expectFaults(await change({ media_url: null }), [['media_url', 'required']]);
  expectFaults(await change({ buttons: [reply('a', 'One'), reply('b', 'One')] }), [['buttons.1.title', 'duplicate']]);
  expectFaults(await change({ message_content: '{{x}}' }), [['message_content', 'placeholder']]);
  expectFaults(await change({ name: null }), [['name', 'invalid_type']]);
  expectFaults(await change({ status: 'completed' }), [['status', 'unknown_field']]);
  expectFaults(await change({ scheduled_at: '2020-01-01T00:00:00Z' }), [['scheduled_at', 'past']]);
  const elsewhere = { sender_id: tenant.sender_id.replace(/.{4}$/, 'ZZZZ') };
  expectProblem(await change(elsewhere), { status: 404, code: 'sender.not_found' });
  expect((await call(`GET /v1/campaigns/${id}`)).body).toEqual(changed);

  const { body: scheduled } = await change({ scheduled_at: inAnHour() });
  expect(scheduled.status).toBe('scheduled');
});

test('of two changes that meet, one is told to look again', async () => {
  const { id } = await addCampaign(tenant);
  const names = Array.from({ length: 8 }, (_, n) => `Name ${n}`);
  const answers = await Promise.all(names.map((name) => call(`PATCH /v1/campaigns/${id}`, { body: { name } })));
  for (const answer of answers.filter(({ status }) => status !== 200))
    expectProblem(answer, { status: 409, code: 'campaign.status' });
  const accepted = answers.filter(({ status }) => status === 200).map(({ body }) => body.name);
  expect(accepted).toContain((await call(`GET /v1/campaigns/${id}`)).body.name);
});

test('a draft and a cancelled campaign can be deleted, and are gone', async () => {
  for (const cancelled of [false, true]) {
    const { id } = await addCampaign(tenant);
    if (cancelled) await call(`POST /v1/campaigns/${id}/cancel`);
    expect((await call(`DELETE /v1/campaigns/${id}`)).body).toEqual({ id, deleted: true });
    const gone = { status: 404, code: 'campaign.not_found' };
    for (const route of [`GET /v1/campaigns/${id}`, `DELETE /v1/campaigns/${id}`, `POST /v1/campaigns/${id}/execute`])
      expectProblem(await call(route), gone);
    const { body } = await call('GET /v1/campaigns?limit=100');
    expect(body.data.map((one: { id: string }) => one.id)).not.toContain(id);
  }
});

test('a button leads to a webhook endpoint that exists, and to no other', async () => {
  const endpoint = (await endpointPath(tenant)).split('/').at(-1)!;
  const buttons = (id: string) => [
    { id: 'a', title: 'A', type: 'reply', action: { type: 'webhook', webhook_endpoint_id: id } },
  ];
  const none = endpoint.replace(/.{4}$/, 'ZZZZ');
  const fault = [['buttons.0.action.webhook_endpoint_id', 'not_found']] as const;
  const draft = { name: 'News', message_content: 'News!' };
  const refused = await call('POST /v1/campaigns', { body: { ...draft, buttons: buttons(none) } });
  expectFaults(refused, fault);
  expect(refused.body.errors[0].message).toContain(none);
  const { body } = await call('POST /v1/campaigns', { body: { ...draft, buttons: buttons(endpoint) } });
  expect(body.buttons[0].action.webhook_endpoint_id).toBe(endpoint);
  expectFaults(await call(`PATCH /v1/campaigns/${body.id}`, { body: { buttons: buttons(none) } }), fault);
  expectFaults(await call(`PATCH /v1/campaigns/${body.id}`, { body: {} }), [['', 'required']]);
});

test('a scheduled campaign cannot be deleted, and a cancelled one not changed or begun', async () => {
  const { id: scheduled } = await addCampaign(tenant, { scheduled_at: inAnHour() });
  const refused = { status: 409, code: 'campaign.status' };
  const answer = await call(`DELETE /v1/campaigns/${scheduled}`);
  expectProblem(answer, refused);
  expect(answer.body.detail).toContain('is scheduled');
  for (const step of ['pause', 'resume']) expectProblem(await call(`POST /v1/campaigns/${scheduled}/${step}`), refused);

  expect((await call(`POST /v1/campaigns/${scheduled}/cancel`)).body.status).toBe('cancelled');
  for (const step of ['execute', 'pause', 'resume', 'cancel'])
    expectProblem(await call(`POST /v1/campaigns/${scheduled}/${step}`), refused);
  expectProblem(await call(`PATCH /v1/campaigns/${scheduled}`, { body: { name: 'Other' } }), refused);
});

test('a campaign and its report are read again only when they changed', async () => {
  const { body } = await create({});
  for (const path of [`/v1/campaigns/${body.id}`, `/v1/campaigns/${body.id}/report`]) {
    const etag = (await call(`GET ${path}`)).headers.get('etag')!;
    expect(etag).toMatch(/^"[0-9a-f-]+"$/);
    const again = await call(`GET ${path}`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
  }
  const before = (await call(`GET /v1/campaigns/${body.id}`)).headers.get('etag')!;
  await call(`PATCH /v1/campaigns/${body.id}`, { body: { name: 'Newer' } });
  expect((await call(`GET /v1/campaigns/${body.id}`, { headers: { 'if-none-match': before } })).status).toBe(200);
});

test('a change with If-Match is refused when somebody else has changed the campaign', async () => {
  const { body } = await create({});
  const change = (name: string, etag?: string) =>
    call(`PATCH /v1/campaigns/${body.id}`, { body: { name }, ...(etag && { headers: { 'if-match': etag } }) });
  const read = (await call(`GET /v1/campaigns/${body.id}`)).headers.get('etag')!;
  const first = await change('Mine', read);
  expect(first.status).toBe(200);
  expectProblem(await change('Yours', read), { status: 412, code: 'campaign.changed' });
  expect((await call(`GET /v1/campaigns/${body.id}`)).body.name).toBe('Mine');
  // Its answer has the next tag, and without one nothing is compared.
  expect((await change('Mine again', first.headers.get('etag')!)).status).toBe(200);
  expect((await change('Yours')).status).toBe(200);
});

test('a campaign is deleted by its ETag only as it was read', async () => {
  const { body } = await create({});
  const path = `/v1/campaigns/${body.id}`;
  const remove = (etag: string) => call(`DELETE ${path}`, { headers: { 'if-match': etag } });
  const read = (await call(`GET ${path}`)).headers.get('etag')!;
  const changed = await call(`PATCH ${path}`, { body: { name: 'Mine' } });
  expectProblem(await remove(read), { status: 412, code: 'campaign.changed' });
  expect((await call(`GET ${path}`)).body.name).toBe('Mine');
  const removed = await remove(changed.headers.get('etag')!);
  expect(removed).toMatchObject({ status: 200, body: { id: body.id, deleted: true } });
  expect(removed.headers.get('etag')).toBeNull();
  expectProblem(await remove(read), { status: 404, code: 'campaign.not_found' });
});

test.concurrent('what was changed since its preflight is neither sent nor scheduled by its ETag', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 1);
  const { id } = await addCampaign(tenant);
  const path = `/v1/campaigns/${id}`;
  const tagOf = async (request: string) => (await tenant.call(request)).headers.get('etag')!;
  const ask = (step: string, etag: string, body = {}) =>
    tenant.call(`POST ${path}/${step}`, { body, headers: { 'if-match': etag } });
  const scheduled_at = new Date(Date.now() + 86_400_000).toISOString();
  const seen = await tagOf(`POST ${path}/preflight`);
  expect(seen).toBe(await tagOf(`GET ${path}`));

  await tenant.call(`PATCH ${path}`, { body: { message_content: 'Other words.' } });
  for (const refused of [await ask('execute', seen), await ask('schedule', seen, { scheduled_at })]) {
    expectProblem(refused, { status: 412, code: 'campaign.changed' });
    expect(refused.body.detail).toContain('Nothing was begun. Look at its preflight again');
  }
  expect((await tenant.call(`GET ${path}`)).body).toMatchObject({ status: 'draft', started_at: null });

  const planned = await ask('schedule', await tagOf(`POST ${path}/preflight`), { scheduled_at });
  expect(planned).toMatchObject({ status: 200, body: { status: 'scheduled' } });
  // The answer names what it was changed to.
  const begun = await ask('execute', planned.headers.get('etag')!);
  expect(begun).toMatchObject({ status: 202, body: { status: 'sending' } });
  // What has begun says so, rather than that it was changed.
  expectProblem(await ask('execute', seen), { status: 409, code: 'campaign.status' });
  await reached(tenant, id, 'completed');
  expect((await messagesOf(tenant, id)).length).toBe(1);
});

test('lists are counted when asked, and campaigns have totals', async () => {
  const other = await newTenant(herald);
  for (let times = 0; times < 3; times += 1) await other.call('POST /v1/campaigns', draft({}));
  const { body } = await other.call('GET /v1/campaigns?limit=2&count=true&expand=totals');
  expect(body).toMatchObject({ count: { value: 3, complete: true }, data: [{ totals: null }, { totals: null }] });
  expect((await other.call('GET /v1/campaigns')).body).not.toHaveProperty('count');
});
