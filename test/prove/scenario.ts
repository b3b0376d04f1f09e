/**
 * `node scenario.ts`: what users do, on the stage `dev` that is deployed where the environment leads. main.ts starts it with
 * that environment, which Node reads when it starts.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { LambdaClient, paginateListFunctions, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type * as z from 'zod';

import { apiClient } from '../../local/demo/api-client.ts';
import type { Report } from '../../local/demo/figures.ts';
import { judge, tokenOf } from '../../local/demo/verdict.ts';
import { demoShop } from '../../local/demo-shop.ts';
import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { ORDINARY_HABITS } from '../../local/twilio/habits.ts';
import { LOCAL } from '../../local/twilio/rules.ts';
import { startStandIn } from '../../local/twilio/stand-in.ts';
import type { campaignWire } from '../../shared/campaign/campaign.wire.ts';
import { interactionStore } from '../../shared/interaction/interaction.store.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import { tableBySdk } from '../../admin/sdk-table.ts';
import { eventually as within } from '../support/eventually.ts';
import { checks } from './checks.ts';
import { exportsThem, importsFile, takesMedia } from './files.ts';
import { rolePolicies } from './role-policies.ts';
import { signIn } from './sign-in.ts';
import { allowWhatAwsAllows, onSharedCores, reachHost, withKeysAt } from './workarounds.ts';

const ROOT = join(import.meta.dirname, '../..');
const PEOPLE = 60;
const SLOW = 2;
const prove = checks();
const eventually = <Value>(check: () => Promise<Value>) => within(check, 180_000);

const cloudFormation = new CloudFormationClient();
const lambda = new LambdaClient();
const iam = new IAMClient();
const sqs = new SQSClient();

const outputs = await outputsOf('herald-dev-service');
await allowWhatAwsAllows('herald-dev-');
const { host, port } = new URL(outputs['ApiUrl'] ?? '');
const gateway = await reachHost(host, port);
const standIn = await startStandIn({
  accounts: [{ accountSid: STAND_IN_ACCOUNT.account_sid, authToken: STAND_IN_ACCOUNT.auth_token }],
  rate: 1_000,
  seed: 1,
  habits: ORDINARY_HABITS,
  held: true,
  rules: LOCAL,
  hosts: [new URL(gateway.url).hostname],
});
const functions = await functionsById();
await leadToStandIn();

const tenant = await createTenant();
const call = apiClient(gateway.url, tenant.api_key);
const webhook = (name: string) => `${gateway.url}/webhooks/twilio/${tenant.tenant_id}/${name}#rc=5&rp=all`;
standIn.deliver({ inbound: webhook('inbound'), voice: webhook('voice'), shop: demoShop(gateway.url, tenant.api_key) });

const table = tableBySdk(outputs['TableName'] ?? '', new DynamoDBClient());

await prove.that('customers are imported', async () => {
  const csv = readFileSync(join(ROOT, 'examples/customers.csv'), 'utf8')
    .split('\n')
    .slice(0, PEOPLE + 1)
    .join('\n');
  expect(await call('POST', '/v1/customers/import', { type: 'text/csv', text: csv })).toMatchObject({
    imported: PEOPLE,
  });
});

await prove.that(
  'a campaign with buttons reaches everyone once; taps, replies and orders are counted as they were made',
  async () => {
    const text = readFileSync(join(ROOT, 'examples/campaign.json'), 'utf8');
    const campaign = await call<z.infer<typeof campaignWire>>('POST', '/v1/campaigns', {
      type: 'application/json',
      text,
    });
    await call('POST', `/v1/campaigns/${campaign.id}/execute`);
    await reached(campaign.id, 'completed');
    await standIn.settled();
    const sources = { messages: messageStore(table), interactions: interactionStore(table), truth: standIn.truth() };
    await eventually(async () => {
      const report = await reportOf(campaign.id);
      const run = { tenant: tenant.tenant_id, campaign, audience: PEOPLE };
      const verdict = await judge(run, { ...sources, report });
      expect(verdict, JSON.stringify(verdict.disagreements)).toEqual({ duplicates: 0, lost: 0, disagreements: [] });
    });
    expect(sources.truth.totals.clicks).toBeGreaterThan(0);
    expect(await admin('recount', '--tenant', tenant.tenant_id, '--campaign', campaign.id)).toMatchObject({
      agree: true,
    });
  },
);

await prove.that('a paused campaign stops, and a resumed one reaches the rest once', async () => {
  const sender = `/v1/senders/${tenant.sender_id}`;
  await patch(sender, { rate: SLOW });
  const campaign = await newCampaign();
  const { id } = campaign;
  await call('POST', `/v1/campaigns/${id}/execute`);
  await eventually(async () => expect((await reportOf(id)).totals.accepted).toBeGreaterThan(SLOW));
  await call('POST', `/v1/campaigns/${id}/pause`);
  expect(await call('GET', `/v1/campaigns/${id}`)).toMatchObject({ status: 'paused' });
  expect((await reportOf(id)).totals.accepted).toBeLessThan(PEOPLE);
  await patch(sender, { rate: 80 });
  await call('POST', `/v1/campaigns/${id}/resume`);
  await reached(id, 'completed');
  await everyoneOnce(campaign);
});

await prove.that('a scheduled campaign begins by itself, and sends everyone one message', async () => {
  const campaign = await newCampaign();
  const { id } = campaign;
  const scheduled_at = new Date(Date.now() + 15_000).toISOString();
  await post(`/v1/campaigns/${id}/schedule`, { scheduled_at });
  await reached(id, 'completed');
  await everyoneOnce(campaign);
});

const on = { call, eventually, port };
await prove.that('a file of people is uploaded and imported by a job, and its wrong rows are told', () =>
  importsFile(on),
);
await prove.that('the people are exported to a file, each once', () => exportsThem(on));
await prove.that('a picture is uploaded, checked and served, and what is none is refused', () =>
  takesMedia(on, gateway.url),
);

await prove.that(
  'somebody who is invited signs in, may do what the role permits, and is out at once when removed',
  async () => {
    const { UserPoolId = '' } = await outputsOf('herald-dev-sign-in');
    const email = 'ana@example.com';
    const invitation = ['invite', '--tenant', tenant.tenant_id, '--email', email, '--role', 'viewer'];
    const invited = (await admin(...invitation)) as { readonly member_id: string };
    expect(invited).toMatchObject({ email, user: 'mailed', console_url: expect.stringMatching(/\/console\/$/) });
    expect(await admin(...invitation)).toMatchObject({ member_id: invited.member_id, user: 'mailed_again' });
    const { id_token, access_token } = await signIn(UserPoolId, email, process.env['AWS_ENDPOINT_URL'] ?? '');
    const ana = apiClient(gateway.url, id_token);
    expect(await ana('GET', '/v1/me')).toMatchObject({ kind: 'member', id: invited.member_id, email, role: 'viewer' });
    expect(await ana('GET', '/v1/campaigns')).toMatchObject({ data: expect.any(Array) });
    const name = { type: 'application/json', text: '{"name":"Hers"}' };
    await expect(ana('PATCH', '/v1/tenant', name)).rejects.toThrow(/: 403 .*scope\.missing/s);
    // It names no audience, so nobody knows for whom it was made.
    await expect(apiClient(gateway.url, access_token)('GET', '/v1/me')).rejects.toThrow(/: 401 /);
    await call('DELETE', `/v1/members/${invited.member_id}`);
    await expect(ana('GET', '/v1/me')).rejects.toThrow(/: 403 .*member\.unknown/s);
  },
);

for (const [id, grant, attempt] of [
  ['customer.create', 'the table', () => post('/v1/customers', { phone_number: '+12025550199' })],
  ['campaign.execute', 'the state machine', async () => post(`/v1/campaigns/${(await newCampaign()).id}/execute`, {})],
  ['tenant.change', 'the secrets', () => patch('/v1/tenant', { twilio: STAND_IN_ACCOUNT })],
] as const) {
  await prove.that(`without its policy for ${grant}, ${id} is refused (negative control)`, async () => {
    await withoutPolicies(id, async () => {
      await expect(attempt()).rejects.toThrow(/: 500 /);
    });
    await attempt();
  });
}

await prove.that('CloudFront serves every page of the console from its bucket', async () => {
  const { DistributionDomain = '' } = await outputsOf('herald-dev-console');
  const site = await reachHost(DistributionDomain, port);
  const get = (path: string) => fetch(`${site.url}${path}`, { redirect: 'manual' });
  const pages = await Promise.all(['/console/', '/console/campaigns/cmp_1'].map(get));
  const [html, same] = await Promise.all(pages.map((page) => page.text()));
  expect(pages.map(({ status }) => status)).toEqual([200, 200]);
  expect(same).toBe(html);
  for (const { headers } of pages) {
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
  }
  const script = await get(/src="([^"]+)"/.exec(html ?? '')![1]!);
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect(script.headers.get('content-type')).toContain('text/javascript');
  const { demo, oidc } = (await (await get('/console/config.json')).json()) as Record<string, unknown>;
  expect([demo, oidc]).toMatchObject([false, { bearer: 'id_token', issuer: expect.stringContaining('cognito-idp') }]);
  expect((await get('/console')).headers.get('location')).toBe('/console/');
  // Whoever may not list a bucket is not told that a file is absent.
  expect((await get('/console/assets/none.js')).status).toBe(403);
  await site.close();
});

await prove.that('every dead-letter and failure queue is empty', async () => {
  const depths = await failureQueues();
  expect(Object.keys(depths).length).toBeGreaterThan(4);
  expect(Object.entries(depths).filter(([, depth]) => depth !== '0')).toEqual([]);
});

await standIn.close();
await gateway.close();
console.log(`scenario: ${prove.passed} passed, ${prove.failed} failed`);
// Connections that the clients keep would hold the process for a while.
process.exit(prove.failed === 0 ? 0 : 1);

interface Campaign {
  readonly id: string;
}

interface Begun extends Campaign {
  /** How many messages the provider had before. */
  readonly before: number;
}

async function outputsOf(StackName: string): Promise<Record<string, string>> {
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  return Object.fromEntries(Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? []);
}

/** The deployed functions by the id in their description. */
async function functionsById() {
  const found = new Map<
    string,
    {
      readonly name: string;
      readonly role: string;
      readonly timeout: number;
      readonly variables: Record<string, string>;
    }
  >();
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    for (const { FunctionName = '', Description = '', Role = '', Timeout = 3, Environment } of Functions) {
      const role = Role.split('/').at(-1) ?? '';
      found.set(Description, { name: FunctionName, role, timeout: Timeout, variables: Environment?.Variables ?? {} });
    }
  }
  return found;
}

/** As an operator would by hand: the stage's settings name Twilio, and the address that the workaround replaces. */
async function leadToStandIn(): Promise<void> {
  for (const { name, timeout, variables } of functions.values()) {
    if (!('TABLE_NAME' in variables)) continue;
    const Variables = {
      ...variables,
      ...('PUBLIC_BASE_URL' in variables && { PUBLIC_BASE_URL: gateway.url }),
      TWILIO_API_BASE_URL: standIn.url,
      ...('OIDC' in variables && { OIDC: withKeysAt(process.env['AWS_ENDPOINT_URL'] ?? '', variables['OIDC'] ?? '') }),
    };
    const changes = { Timeout: onSharedCores(timeout), Environment: { Variables } };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, ...changes }));
  }
}

async function admin(...parameters: readonly string[]): Promise<unknown> {
  const { account_sid, auth_token } = STAND_IN_ACCOUNT;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'admin/main.ts'), ...parameters, '--stage', 'dev'],
    { env: { ...process.env, TWILIO_ACCOUNT_SID: account_sid, TWILIO_AUTH_TOKEN: auth_token } },
  );
  return JSON.parse(stdout);
}

async function createTenant() {
  const made = await admin('create-tenant', '--name', 'Proof', '--sender', '+14155238886', '--rate', '80');
  return made as { readonly tenant_id: string; readonly sender_id: string; readonly api_key: string };
}

function post(path: string, body: object): Promise<unknown> {
  return call('POST', path, { type: 'application/json', text: JSON.stringify(body) });
}

function patch(path: string, body: object): Promise<unknown> {
  return call('PATCH', path, { type: 'application/json', text: JSON.stringify(body) });
}

async function newCampaign(): Promise<Begun> {
  const before = standIn.truth().messages.length;
  const made = await post('/v1/campaigns', { name: 'News', message_content: 'News!', target_criteria: {} });
  return { ...(made as Campaign), before };
}

function reportOf(id: string): Promise<Report> {
  return call('GET', `/v1/campaigns/${id}/report`);
}

async function reached(id: string, status: string): Promise<void> {
  await eventually(async () => expect(await call('GET', `/v1/campaigns/${id}`)).toMatchObject({ status }));
}

/** Whoever the report calls accepted has one message at the provider, and everyone else has a reason. */
async function everyoneOnce({ id, before }: Begun): Promise<void> {
  await eventually(async () => {
    const { recipients, accepted, failed, skipped, unknown } = (await reportOf(id)).totals;
    expect({ settled: accepted + failed + skipped, unknown }).toEqual({ settled: recipients, unknown: 0 });
    const sent = standIn.truth().messages.slice(before).filter(tokenOf);
    expect(new Set(sent.map(({ to }) => to)).size).toBe(accepted);
    expect(sent).toHaveLength(accepted);
  });
  expect(standIn.truth().totals.duplicates).toBe(0);
}

/** Takes the policies of a function's role away while something is tried. */
async function withoutPolicies(id: string, attempt: () => Promise<void>): Promise<void> {
  const { role: RoleName } = functions.get(id)!;
  const policies = await rolePolicies(iam, RoleName);
  expect(policies.length).toBeGreaterThan(0);
  for (const { PolicyName } of policies) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  try {
    await attempt();
  } finally {
    for (const policy of policies) await iam.send(new PutRolePolicyCommand({ RoleName, ...policy }));
  }
}

async function failureQueues(): Promise<Record<string, string>> {
  const depths: Record<string, string> = {};
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, { QueueNamePrefix: 'herald-dev-' })) {
    for (const QueueUrl of QueueUrls.filter((url) => /(DeadLetter|Failure|Undelivered|Burial)/i.test(url))) {
      const AttributeNames = ['ApproximateNumberOfMessages' as const];
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      depths[QueueUrl.split('/').at(-1) ?? ''] = Attributes?.['ApproximateNumberOfMessages'] ?? '';
    }
  }
  return depths;
}
