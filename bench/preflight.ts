import { setTimeout as sleep } from 'node:timers/promises';

import { apiClient } from '../local/demo/api-client.ts';
import type { Herald } from '../local/herald.ts';
import { customerStore } from '../shared/customer/customer.store.ts';
import { draftCustomer } from '../shared/customer/draft-customer.ts';
import { randomIds } from '../shared/platform/ids.ts';
import { installedTable } from '../admin/sdk-table.ts';
import { ended, EVERYONE_GETS_IT, importPeople, json } from './campaign.ts';
import { withHerald } from './with-herald.ts';

const PEOPLE = 5_000;
/** Every so many people something is the matter: who they are is read off their place. */
const ODD = 50;
const TEXT = `Hello {{name}}, news from {{attributes.city}}. ${'x'.repeat(350)}`;
const CAMPAIGN = {
  name: 'Preflight',
  message_content: TEXT,
  contents: [{ key: 'fr', language: 'fr', message_content: TEXT }],
  target_criteria: { all: true },
};

interface Preflight {
  readonly audience: number;
  readonly reach: {
    readonly total: number;
    readonly by_content: readonly { readonly content_key: string; readonly people: number }[];
  };
  readonly left_out: { readonly by_reason: Readonly<Record<string, number>> };
  readonly cost: {
    readonly lines: readonly { readonly country: string; readonly category: string; readonly people: number }[];
  };
  readonly experiment: { readonly arms: readonly { readonly variant: string; readonly people: number }[] } | null;
  readonly timing: { readonly starts_at: string; readonly ends_at: string };
}

interface Message {
  readonly status: string;
  readonly status_reason: string | null;
  readonly content_key: string | null;
  readonly variant: string | null;
}

/** What only those get who have written in the last 24 hours. */
const PLAIN = { ...CAMPAIGN, name: 'Plain messages', send_as: 'session' };

/** Of two variants, with a part that gets nothing. */
const TRIAL = {
  ...{ name: 'Experiment', message_content: TEXT, weight: 1, target_criteria: { all: true } },
  contents: [{ key: 'other', weight: 1, message_content: `Good day. ${TEXT}` }],
  ...{ experiment: { metric: 'read' }, holdout: 0.1 },
};

type Call = ReturnType<typeof apiClient>;

/**
 * A preflight of 5,000 people, against the run right after it: of a campaign of templates, of one with an experiment, and of one of
 * plain messages. Before, some people are merged with others, and some are erased: they are in neither. What happens while a
 * campaign is sent no preflight can know: the report’s reasons `duplicate`, `customer_deleted`, `cancelled` and `no_winner`.
 */
export async function benchPreflight(): Promise<void> {
  await withHerald({ senderRate: 80, standIn: { behaviour: { ...EVERYONE_GETS_IT } } }, async (herald) => {
    const call = apiClient(herald.url, herald.tenant.api_key);
    const rows = people();
    await importPeople(call, rows);
    await mergeAndErase(herald, call, rows);
    await silence(herald, rows);
    await measure(herald, call, CAMPAIGN);
    await measure(herald, call, TRIAL);
    await write(herald, call, rows);
    await measure(herald, call, PLAIN);
  });
}

async function measure(herald: Herald, call: Call, draft: object): Promise<void> {
  const { id } = await call<{ id: string }>('POST', '/v1/campaigns', json(draft));
  const path = `/v1/campaigns/${id}`;
  await call('POST', `${path}/preflight`);
  const [units, began] = [readUnits(herald), Date.now()];
  const before = await call<Preflight>('POST', `${path}/preflight`);
  console.log(
    `${before.audience} people: ${(Date.now() - began) / 1_000} s, ${Math.round(readUnits(herald) - units)} read units`,
  );
  const sent = herald.standIn?.truth().messages.length ?? 0;
  await call('POST', `${path}/execute`, json({ expected_reach: before.reach.total }));
  const executed = Date.now();
  await ended(call, id);
  await herald.standIn?.settled();
  const messages = await messagesOf(call, path);
  compare(before, messages, draft === PLAIN ? 'service' : 'marketing');
  compareTimes(herald, before, { late: executed - began, sent });
}

/** The numbers of those whose place in a group of fifty is this one. */
function numbersAt(rows: readonly string[], place: number): string[] {
  return rows.filter((_, index) => index % ODD === place).map((row) => row.slice(0, row.indexOf(',')));
}

/** One in fifty turns out to be another one of the list, and one in fifty is erased. */
async function mergeAndErase({ tenant, installation }: Herald, call: Call, rows: readonly string[]): Promise<void> {
  const { tenant_id } = tenant;
  const customers = customersOf(installation);
  const idOf = async (number: string) =>
    (await call<{ data: { id: string }[] }>('GET', `/v1/customers?phone_number=${encodeURIComponent(number)}`)).data[0]!
      .id;
  const kept = numbersAt(rows, 8);
  for (const [index, number] of numbersAt(rows, 5).entries()) {
    const linking = { now: new Date().toISOString(), consent_id: randomIds.next('con') };
    await customers.link(tenant_id, await idOf(kept[index]!), await idOf(number), linking);
  }
  for (const number of numbersAt(rows, 6)) await call('DELETE', `/v1/customers/${await idOf(number)}`);
}

function customersOf(installation: Herald['installation']) {
  return customerStore(installedTable(installation));
}

/** Of one in fifty the provider has said that their number takes nothing, and as many are known by their user id alone. */
async function silence({ tenant: { tenant_id }, installation }: Herald, rows: readonly string[]): Promise<void> {
  const customers = customersOf(installation);
  const now = new Date().toISOString();
  for (const [index, number] of numbersAt(rows, 9).entries()) {
    const silent = await customers.byPhone(tenant_id, number);
    await customers.suppress(tenant_id, silent!.id, { code: '63024', at: now });
    const about = { tenant_id, id: randomIds.next('cus'), consent_id: randomIds.next('con'), now };
    const known = { phone_number: null, whatsapp_user_id: `FR.${index}`, country: 'FR', name: 'Eve' };
    await customers.upsert(draftCustomer({ ...known, consent: { status: 'opted_in', source: 'test' } }, about));
  }
}

/** One in fifty writes, so that a plain message reaches them. */
async function write({ standIn }: Herald, call: Call, rows: readonly string[]): Promise<void> {
  const { data: senders } = await call<{ data: { phone_number: string }[] }>('GET', '/v1/senders');
  const numbers = numbersAt(rows, 7);
  for (const from of numbers) await standIn?.act({ writes: { from, to: senders[0]!.phone_number, words: 'Hello' } });
  const reach = async () => (await call<Preflight>('POST', '/v1/campaigns/preflight', json(PLAIN))).reach.total;
  for (let tries = 0; tries < 100 && (await reach()) < numbers.length; tries += 1) await sleep(200);
}

/** One in fifty each: opted out, never asked, in the US, without a city, with far too much of one. */
function people(): string[] {
  return Array.from({ length: PEOPLE }, (_, place) => {
    const odd = place % ODD;
    const number =
      odd === 2
        ? `+1${[202, 203, 205][Math.floor(place / ODD) % 3]}5550${100 + Math.floor(place / ODD / 3)}`
        : `+3363998${String(place).padStart(4, '0')}`;
    const consent = odd === 0 ? 'opted_out' : odd === 1 ? 'unknown' : 'opted_in';
    const city = odd === 3 ? '' : odd === 4 ? 'c'.repeat(500) : 'Lyon';
    const name = odd === 4 ? 'n'.repeat(200) : 'Ana';
    return [number, name, place % 2 ? 'fr' : 'en', '', consent, city].join(',');
  });
}

/** Each figure, as it was foretold and as it became. */
function compare(
  { audience, reach, left_out, cost, experiment }: Preflight,
  messages: readonly Message[],
  category: string,
): void {
  const skipped = messages.filter(({ status }) => status === 'skipped');
  const sent = messages.filter(({ status }) => status !== 'skipped');
  const foretold = new Map([
    ['audience', audience],
    ['reach', reach.total],
    ...reach.by_content.map(({ content_key, people: count }) => [`content ${content_key}`, count] as const),
    ...(experiment?.arms ?? []).map(({ variant, people: count }) => [`variant ${variant}`, count] as const),
    ...Object.entries(left_out.by_reason).map(([reason, count]) => [`left out: ${reason}`, count] as const),
    ...cost.lines.map((line) => [`to pay for: ${line.country} ${line.category}`, line.people] as const),
  ]);
  const became = new Map([
    ['audience', messages.length],
    ['reach', sent.length],
    ...counted(sent, ({ content_key }) => `content ${content_key}`),
    ...(experiment ? counted(sent, ({ variant }) => `variant ${variant}`) : []),
    ...counted(skipped, ({ status_reason }) => `left out: ${status_reason}`),
    // Whoever gets it has a French number.
    [`to pay for: FR ${category}`, sent.length],
  ]);
  const names = [...new Set([...foretold.keys(), ...became.keys()])];
  const rows = names.map((name) => {
    const [told = 0, was = 0] = [foretold.get(name), became.get(name)];
    return [name, { preflight: told, run: was, difference: was - told }] as const;
  });
  console.table(Object.fromEntries(rows));
}

function counted(messages: readonly Message[], by: (message: Message) => string): [string, number][] {
  return [...Map.groupBy(messages, by)].map(([name, list]) => [name, list.length]);
}

/** @param late how long after the preflight the campaign was executed, in milliseconds @param sent how many messages were before it */
function compareTimes(
  { standIn }: Herald,
  { timing }: Preflight,
  { late, sent }: { readonly late: number; readonly sent: number },
): void {
  const times = (standIn?.truth().messages ?? []).map(({ created_at }) => created_at).toSorted((a, b) => a - b);
  times.splice(0, sent);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const seconds = (real: number, told: string) => ((real - Date.parse(told) - late) / 1_000).toFixed(1);
  const told = (Date.parse(timing.ends_at) - Date.parse(timing.starts_at)) / 1_000;
  console.log(
    `first message ${seconds(first, timing.starts_at)} s later than foretold, the last one ${seconds(last, timing.ends_at)} s`,
  );
  console.log(`from first to last ${((last - first) / 1_000).toFixed(1)} s, foretold ${told.toFixed(1)} s`);
}

async function messagesOf(call: ReturnType<typeof apiClient>, path: string): Promise<Message[]> {
  const all: Message[] = [];
  let cursor = '';
  do {
    const page = await call<{ data: Message[]; next_cursor: string | null }>(
      'GET',
      `${path}/messages?limit=100${cursor}`,
    );
    all.push(...page.data);
    cursor = page.next_cursor ? `&cursor=${page.next_cursor}` : '';
  } while (cursor);
  return all;
}

function readUnits({ stack }: Herald): number {
  const capacity = stack.dynamoDb.capacity().filter(({ caller }) => caller.includes('preflight'));
  return capacity.reduce((sum, { read_units }) => sum + read_units, 0);
}
