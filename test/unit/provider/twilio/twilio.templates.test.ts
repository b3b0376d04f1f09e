import { expect, onTestFinished, test } from 'vitest';

import { startStandIn, type StandInOptions } from '../../../../local/twilio/stand-in.ts';
import { templateOf } from '../../../../shared/message/payload.ts';
import { ProviderRefusal } from '../../../../shared/provider/provider.ts';
import { twilioClient, type TwilioRequest, type TwilioResponse } from '../../../../shared/provider/twilio/twilio.client.ts';
import { twilioTemplates } from '../../../../shared/provider/twilio/twilio.templates.ts';
import { campaignOf, thrown } from '../../fixtures.ts';

const credentials = { account_sid: `AC${'a1'.repeat(16)}`, auth_token: 'an auth token' };
const template = templateOf(campaignOf({ buttons: [{ id: 'y', title: 'Yes', type: 'reply' }] }), 'https://h.example')!;

async function templates(options: Partial<StandInOptions> = {}) {
  const { account_sid: accountSid, auth_token: authToken } = credentials;
  const standIn = await startStandIn({ accounts: [{ accountSid, authToken }], rate: 100, seed: 1, ...options });
  onTestFinished(standIn.close);
  return twilioTemplates(twilioClient(standIn.url));
}

/** A client that gives these answers, in turn, and keeps what it was asked. */
function answering(...answers: TwilioResponse[]) {
  const asked: string[] = [];
  const request: TwilioRequest = async (_, { method, uri, json }) => {
    asked.push(`${method} ${uri} ${json ? JSON.stringify(json) : ''}`.trim());
    return answers.shift()!;
  };
  return { asked, templates: twilioTemplates(request) };
}
const state = (status: string, more: object = {}) => ({ status: 200, body: { whatsapp: { status, ...more } } });
const of = { name: 'herald_1', content_sid: 'HX1' };

test('a template is made, submitted once and approved', async () => {
  const provider = await templates();
  const { content_sid } = await provider.create(credentials, template);
  expect(content_sid).toMatch(/^HX[0-9a-f]{32}$/);
  expect(await provider.approval(credentials, { name: template.name, content_sid })).toEqual({ state: 'approved' });
  expect(await provider.approval(credentials, { name: template.name, content_sid })).toEqual({ state: 'approved' });
});

test('a review takes its time', async () => {
  const provider = await templates({ approval: { delayMs: 3_600_000 } });
  const { content_sid } = await provider.create(credentials, template);
  expect(await provider.approval(credentials, { name: template.name, content_sid })).toEqual({ state: 'pending' });
});

test('content that breaks a rule is refused', async () => {
  const provider = await templates();
  const broken = { ...template, variables: {} };
  expect(await thrown(() => provider.create(credentials, broken))).toBeInstanceOf(ProviderRefusal);
  const wrong = { ...credentials, auth_token: 'wrong' };
  expect(await thrown(() => provider.create(wrong, template))).toMatchObject({ code: 20003 });
});

test.each([
  ['approved', { state: 'approved' }],
  ['received', { state: 'pending' }],
  ['pending', { state: 'pending' }],
  ['something new', { state: 'pending' }],
  ['rejected', { state: 'rejected', reason: 'Spam.' }],
  ['paused', { state: 'rejected', reason: 'Spam.' }],
  ['disabled', { state: 'rejected', reason: 'Spam.' }],
])('a review that is %s is %j, and is not submitted again', async (status, approval) => {
  const { asked, templates } = answering(state(status, { rejection_reason: 'Spam.' }));
  expect(await templates.approval(credentials, of)).toEqual(approval);
  expect(asked).toEqual(['get https://content.twilio.com/v1/Content/HX1/ApprovalRequests']);
});

test.each([{ body: { whatsapp: null } }, { body: {} }, { body: { whatsapp: { status: 'unsubmitted' } } }])(
  'a review that was never asked for, %j, is asked for',
  async ({ body }) => {
    const { asked, templates } = answering({ status: 200, body }, { status: 201, body: {} }, state('received'));
    expect(await templates.approval(credentials, of)).toEqual({ state: 'pending' });
    expect(asked[1]).toBe(
      'post https://content.twilio.com/v1/Content/HX1/ApprovalRequests/whatsapp {"name":"herald_1","category":"MARKETING"}',
    );
  },
);

test.each([404, 405, 501])('where templates are not reviewed, HTTP %i, one counts as approved', async (status) => {
  const { asked, templates } = answering({ status, body: {} });
  expect(await templates.approval(credentials, of)).toEqual({ state: 'approved' });
  expect(asked).toHaveLength(1);
});

test('a review that is over at once is not asked for again', async () => {
  const approved = { status: 201, body: { status: 'approved' } };
  const { asked, templates } = answering({ status: 200, body: {} }, approved);
  expect(await templates.approval(credentials, of)).toEqual({ state: 'approved' });
  expect(asked).toHaveLength(2);
});

test('a rejection without a reason says its state', async () => {
  const { templates } = answering(state('rejected', { rejection_reason: '' }));
  expect(await templates.approval(credentials, of)).toEqual({ state: 'rejected', reason: 'rejected' });
});

test.each([
  [400, { code: 21656, message: 'Bad.' }, { code: 21656, message: 'Bad.' }],
  [401, {}, { code: 401, message: 'HTTP 401' }],
])('HTTP %i with %j is a refusal', async (status, body, expected) => {
  const error = await thrown(() => answering({ status, body }).templates.create(credentials, template));
  expect(error).toBeInstanceOf(ProviderRefusal);
  expect(error).toMatchObject(expected);
});

test.each([429, 500, 503])('HTTP %i says nothing about the template', async (status) => {
  const error = await thrown(() =>
    answering({ status, body: { code: 20500 } }).templates.create(credentials, template),
  );
  expect(error).not.toBeInstanceOf(ProviderRefusal);
  expect(error.message).toContain(String(status));
});
