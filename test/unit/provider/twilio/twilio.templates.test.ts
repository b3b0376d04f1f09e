import { describe, expect, onTestFinished, test } from 'vitest';

import { startStandIn, type StandInOptions } from '../../../../local/twilio/stand-in.ts';
import { contentOf, type Content } from '../../../../shared/content/content.ts';
import { ProviderRefusal, type TemplateRegistry } from '../../../../shared/provider/provider.ts';
import { templateOf } from '../../../../shared/provider/twilio/twilio-content.ts';
import {
  twilioClient,
  type TwilioRequest,
  type TwilioResponse,
} from '../../../../shared/provider/twilio/twilio.client.ts';
import { twilioTemplates } from '../../../../shared/provider/twilio/twilio.templates.ts';
import { campaignOf, thrown } from '../../fixtures.ts';

const BASE = 'https://h.example';
const credentials = { account_sid: `AC${'a1'.repeat(16)}`, auth_token: 'an auth token' };
const content = contentOf(campaignOf({ buttons: [{ id: 'y', title: 'Yes', type: 'reply' }] }));
const template = templateOf(content, 'marketing', BASE);

/** A registry in memory. @param known the id of the template, where it is there already */
function registryOf(known?: string): TemplateRegistry & { readonly asked: string[][] } {
  const asked: string[][] = [];
  return {
    asked,
    async find(account, name) {
      asked.push(['find', account, name]);
      return known;
    },
    async add(account, name, template_id) {
      asked.push(['add', account, name, template_id]);
      return template_id;
    },
    async forget(account, name, template_id) {
      asked.push(['forget', account, name, template_id]);
      if (known === template_id) known = undefined;
    },
  };
}

/** Templates at the stand-in. */
async function standIn(options: Partial<StandInOptions> = {}) {
  const { account_sid: accountSid, auth_token: authToken } = credentials;
  const { url, close } = await startStandIn({ accounts: [{ accountSid, authToken }], rate: 100, seed: 1, ...options });
  onTestFinished(close);
  return twilioTemplates(twilioClient(url), BASE);
}

/** A client that gives these answers, in turn, and keeps what it was asked. */
function answering(...answers: TwilioResponse[]) {
  const asked: string[] = [];
  const request: TwilioRequest = async (_, { method, uri, json }) => {
    asked.push(`${method} ${uri} ${json ? JSON.stringify(json) : ''}`.trim());
    return answers.shift()!;
  };
  return { asked, templates: twilioTemplates(request, BASE) };
}

/** Ensures the template of a campaign that the account has already, so that only its review is asked for. */
async function reviewBy(...answers: TwilioResponse[]) {
  const { asked, templates } = answering(...answers);
  const ensured = await templates.ensureTemplate(credentials, content, 'marketing', registryOf('HX1'));
  expect(ensured.template_id).toBe('HX1');
  return { asked, review: ensured.review };
}
const state = (status: string, more: object = {}) => ({ status: 200, body: { whatsapp: { status, ...more } } });

describe('at the stand-in', () => {
  test('a template is made, submitted once and approved', async () => {
    const templates = await standIn({ approval: 'instant' });
    const { template_id, review } = await templates.ensureTemplate(credentials, content, 'marketing', registryOf());
    expect(template_id).toMatch(/^HX[0-9a-f]{32}$/);
    expect(review).toEqual({ state: 'approved' });
    const again = await templates.ensureTemplate(credentials, content, 'marketing', registryOf(template_id));
    expect(again).toEqual({ template_id, review: { state: 'approved' } });
    expect(await templates.knownTemplate(credentials, content, 'marketing', registryOf(template_id))).toBe(template_id);
    expect(await templates.knownTemplate(credentials, content, 'marketing', registryOf())).toBeUndefined();
  });

  test('a review takes its time', async () => {
    const templates = await standIn({ approval: { delayMs: 3_600_000 } });
    const { review } = await templates.ensureTemplate(credentials, content, 'marketing', registryOf());
    expect(review).toEqual({ state: 'pending' });
  });

  test('content that breaks a rule is refused', async () => {
    const templates = await standIn();
    const broken: Content = { ...content, body: 'x'.repeat(2_000) };
    const ensure = (given: Content, account = credentials) =>
      thrown(() => templates.ensureTemplate(account, given, 'marketing', registryOf()));
    expect(await ensure(broken)).toBeInstanceOf(ProviderRefusal);
    const wrong = { ...credentials, auth_token: 'wrong' };
    expect(await ensure(content, wrong)).toMatchObject({ error: { code: '20003', class: 'fatal' } });
  });

  test('an answer is accepted', async () => {
    const templates = await standIn();
    const { template_id, review } = await templates.ensureTemplate(credentials, content, 'answer', registryOf());
    expect(template_id).toMatch(/^HX[0-9a-f]{32}$/);
    expect(review).toEqual({ state: 'approved' });
  });
});

describe('the template of a content', () => {
  test('is made once for an account: its id is looked for and kept under its name', async () => {
    const registry = registryOf();
    const { asked, templates } = answering({ status: 201, body: { sid: 'HX9' } }, state('approved'));
    expect(await templates.ensureTemplate(credentials, content, 'marketing', registry)).toEqual({
      template_id: 'HX9',
      review: { state: 'approved' },
    });
    const { name, ...rest } = template;
    expect(asked[0]).toBe(
      `post https://content.twilio.com/v1/Content ${JSON.stringify({ friendly_name: name, ...rest })}`,
    );
    expect(registry.asked).toEqual([
      ['find', credentials.account_sid, name],
      ['add', credentials.account_sid, name, 'HX9'],
    ]);
  });

  test('that the account has already is not made again', async () => {
    const { asked, review } = await reviewBy(state('approved'));
    expect(asked).toEqual(['get https://content.twilio.com/v1/Content/HX1/ApprovalRequests']);
    expect(review).toEqual({ state: 'approved' });
  });

  test('is the one that was added first, when another request made it at the same time', async () => {
    const registry = { ...registryOf(), add: async () => 'HX7' };
    const { asked, templates } = answering({ status: 201, body: { sid: 'HX9' } }, state('approved'));
    expect(await templates.ensureTemplate(credentials, content, 'marketing', registry)).toMatchObject({
      template_id: 'HX7',
    });
    expect(asked[1]).toBe('get https://content.twilio.com/v1/Content/HX7/ApprovalRequests');
  });

  test('of an answer needs no review', async () => {
    const { asked, templates } = answering({ status: 201, body: { sid: 'HX9' } });
    const registry = registryOf();
    expect(await templates.ensureTemplate(credentials, content, 'answer', registry)).toEqual({
      template_id: 'HX9',
      review: { state: 'approved' },
    });
    expect(asked).toHaveLength(1);
    expect(registry.asked[0]).toEqual(['find', credentials.account_sid, templateOf(content, 'answer', BASE).name]);
  });
});

test.each([
  ['approved', { state: 'approved' }],
  ['received', { state: 'pending' }],
  ['pending', { state: 'pending' }],
  ['something new', { state: 'pending' }],
  ['rejected', { state: 'rejected', reason: 'Spam.' }],
  ['paused', { state: 'paused', reason: 'Spam.' }],
  ['disabled', { state: 'disabled', reason: 'Spam.' }],
])('a review that is %s is %j, and is not submitted again', async (status, expected) => {
  const { asked, review } = await reviewBy(state(status, { rejection_reason: 'Spam.' }));
  expect(review).toEqual(expected);
  expect(asked).toEqual(['get https://content.twilio.com/v1/Content/HX1/ApprovalRequests']);
});

test.each([{ body: { whatsapp: null } }, { body: {} }, { body: { whatsapp: { status: 'unsubmitted' } } }])(
  'a template that was never submitted, %j, is submitted',
  async ({ body }) => {
    const { asked, review } = await reviewBy({ status: 200, body }, { status: 201, body: {} }, state('received'));
    expect(review).toEqual({ state: 'pending' });
    expect(asked[1]).toBe(
      `post https://content.twilio.com/v1/Content/HX1/ApprovalRequests/whatsapp {"name":"${template.name}_hx1","category":"MARKETING"}`,
    );
  },
);

test('a template that another campaign submitted a moment ago is under review', async () => {
  const refused = { status: 400, body: { code: 21656, message: 'Submitted already.' } };
  const { review } = await reviewBy({ status: 200, body: {} }, refused, state('received'));
  expect(review).toEqual({ state: 'pending' });
});

test.each([404, 405, 501])('where templates are not reviewed, HTTP %i, they count as approved', async (status) => {
  const { asked, review } = await reviewBy({ status, body: {} });
  expect(review).toEqual({ state: 'approved' });
  expect(asked).toHaveLength(1);
});

test('a review that ends at once is not asked for again', async () => {
  const approved = { status: 201, body: { status: 'approved' } };
  const { asked, review } = await reviewBy({ status: 200, body: {} }, approved);
  expect(review).toEqual({ state: 'approved' });
  expect(asked).toHaveLength(2);
});

test('a rejection without a reason has its state for a reason', async () => {
  const { review } = await reviewBy(state('rejected', { rejection_reason: '' }));
  expect(review).toEqual({ state: 'rejected', reason: 'rejected' });
});

test.each([
  [400, { code: 21656, message: 'Bad.' }, { error: { code: '21656', class: 'template' }, message: 'Bad.' }],
  [401, {}, { error: { code: '401', class: 'fatal' }, message: 'HTTP 401' }],
])('HTTP %i with %j is a refusal', async (status, body, expected) => {
  const registry = registryOf();
  const error = await thrown(() =>
    answering({ status, body }).templates.ensureTemplate(credentials, content, 'marketing', registry),
  );
  expect(error).toBeInstanceOf(ProviderRefusal);
  expect(error).toMatchObject(expected);
  expect(registry.asked).toHaveLength(1);
});

test.each([429, 500, 503])('HTTP %i says nothing about the template', async (status) => {
  const error = await thrown(() =>
    answering({ status, body: { code: 20500 } }).templates.ensureTemplate(
      credentials,
      content,
      'marketing',
      registryOf(),
    ),
  );
  expect(error).not.toBeInstanceOf(ProviderRefusal);
  expect(error.message).toContain(String(status));
});

test('the next page of a list is asked for at Twilio alone, where the credentials belong', async () => {
  const { asked, templates } = answering();
  await expect(templates.listTemplates(credentials, 'https://else.example/v1/ContentAndApprovals')).rejects.toThrow(
    'another host',
  );
  expect(asked).toEqual([]);
});
