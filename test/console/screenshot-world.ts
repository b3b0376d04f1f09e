import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { ORDINARY } from '../../local/twilio/customers.ts';
import { ORDINARY_HABITS } from '../../local/twilio/habits.ts';
import { caller, type Call } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { startTestHerald, type TestHerald } from '../support/herald.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

export interface ScreenshotWorld {
  readonly herald: TestHerald;
  readonly call: Call;
  /** Ids of a campaign that was sent, and of a draft like it. */
  readonly sent: string;
  readonly next: string;
}

/** A Herald with the demo's tenant, the example's people, and the example's campaign as it was sent to them. */
export async function screenshotWorld(): Promise<ScreenshotWorld> {
  const { account_sid: accountSid, auth_token: authToken } = STAND_IN_ACCOUNT;
  const herald = await startTestHerald({
    standIn: { accounts: [{ accountSid, authToken }], habits: ORDINARY_HABITS, behaviour: ORDINARY },
  });
  const call = caller(herald.url, herald.demoKey);
  await call('POST /v1/customers/import', { body: read('examples/fifty-customers.csv'), type: 'text/csv' });
  const draft = { ...JSON.parse(read('examples/campaign.json')), target_criteria: { tags_any: ['newsletter'] } };
  const sent = await send({ herald, call }, draft);
  const next = (await call(`POST /v1/campaigns/${sent}/clone`, { body: { name: 'Spring sale' } })).body.id;
  return { herald, call, sent, next };
}

/** Sends a campaign, and waits until people have answered it. @returns its id */
async function send({ herald, call }: Pick<ScreenshotWorld, 'herald' | 'call'>, fields: object): Promise<string> {
  const { id } = (await call('POST /v1/campaigns', { body: fields })).body;
  await call(`POST /v1/campaigns/${id}/execute`);
  await eventually(async () => {
    const { body } = await call(`GET /v1/campaigns/${id}`);
    if (body.status !== 'completed') throw new Error(`The campaign is ${body.status}.`);
  });
  await herald.standIn.settled();
  await herald.stack.streamIdle();
  return id;
}

const EXPERIMENT = {
  ...{ name: 'Two texts', message_content: 'Hello {{name | default: "friend"}}, the autumn collection is here.' },
  buttons: [
    { id: 'keep', title: 'Keep one for me', type: 'reply' },
    { id: 'look', title: 'See the collection', type: 'url', url: 'https://shop.example.com/autumn' },
  ],
  ...{ weight: 1, contents: [{ key: 'short', weight: 1, message_content: 'Autumn is here!' }] },
  ...{ experiment: { metric: 'tapped' }, holdout: 0.1, target_criteria: { tags_any: ['crowd'] } },
};
const CROWD = 400;

/** Adds something to every page. @returns a name and a path of each page */
export async function everyPage(world: ScreenshotWorld): Promise<ReadonlyMap<string, string>> {
  const { call, sent, next } = world;
  const rows = Array.from({ length: CROWD }, (_, n) => `+49151${10_000_000 + n},Person ${n},opted_in,crowd`);
  const body = ['phone_number,name,consent_status,tags', ...rows].join('\n');
  await call('POST /v1/customers/import', { body, type: 'text/csv' });
  const made = async (route: string, fields: object): Promise<string> =>
    (await call(`POST /v1/${route}`, { body: fields })).body.id;
  const tested = await send(world, EXPERIMENT);
  const later = await made(`campaigns/${sent}/clone`, { name: 'Later' });
  const scheduled_at = new Date(Date.now() + 3 * 86_400_000).toISOString();
  await call(`POST /v1/campaigns/${later}/schedule`, { body: { scheduled_at } });
  const segment = await made('segments', { name: 'The crowd', criteria: { tags_any: ['crowd'] } });
  const text = { language: 'en', category: 'marketing', message_content: 'Hello {{name | default: "friend"}}!' };
  const template = await made('templates', { name: 'autumn_offer', ...text });
  await made('webhook-endpoints', { url: 'https://hooks.example.com/herald', events: ['campaign.completed'] });
  const [customer] = (await call('GET /v1/customers?limit=1')).body.data;
  const steps = ['message', 'people', 'when', 'check'].map(
    (step) => [step, `/campaigns/${next}/edit/${step}`] as const,
  );
  const settings = ['senders', 'hours', 'keys', 'members', 'webhooks', 'audit'];
  return new Map([
    ['overview', '/'],
    ['campaigns', '/campaigns'],
    ...steps.map(([step, path]) => [`builder-${step}`, path] as const),
    ['audience', `/campaigns/${next}/audience?outcome=reached`],
    ['campaign', `/campaigns/${sent}`],
    ['campaign-experiment', `/campaigns/${tested}`],
    ['campaign-scheduled', `/campaigns/${later}`],
    ['campaign-people', `/campaigns/${tested}/people?reached=read`],
    ['campaign-replies', `/campaigns/${sent}/replies`],
    ['campaign-history', `/campaigns/${later}/history`],
    ['people', '/people'],
    ['person', `/people/${customer.id}`],
    ['import', '/people/import'],
    ['segments', '/people/segments'],
    ['segment', `/people/segments/${segment}`],
    ['templates', '/templates'],
    ['template', `/templates/${template}`],
    ['insights', '/insights'],
    ...settings.map((tab) => [`settings-${tab}`, `/settings/${tab}`] as const),
    ['nowhere', '/nowhere'],
  ]);
}
