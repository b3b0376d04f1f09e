import type { Button } from '../../shared/content/button.ts';
import type { Campaign } from '../../shared/campaign/campaign.ts';
import type { OtherContent } from '../../shared/campaign/contents.ts';
import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import type { Customer } from '../../shared/customer/customer.ts';
import { customerStore } from '../../shared/customer/customer.store.ts';
import { draftCustomer } from '../../shared/customer/draft-customer.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import type { Ids } from '../../shared/platform/ids.ts';
import { laneOf, LANES } from '../../shared/platform/lanes.ts';
import type { Table } from '../../shared/platform/table-client.ts';
import { senderStore } from '../../shared/sender/sender.store.ts';
import { tenantStore } from '../../shared/tenancy/tenant.store.ts';
import type { FrequencyCap } from '../../shared/tenancy/frequency-cap.ts';
import type { MessagePrices } from '../../shared/tenancy/message-prices.ts';
import type { SendingHours } from '../../shared/tenancy/sending-hours.ts';
import type { SpendCap } from '../../shared/tenancy/spend-cap.ts';
import { webhookEndpointStore } from '../../shared/webhook/webhook-endpoint.store.ts';
import { agentAction } from './agent.ts';
import { predictionStore } from '../../shared/prediction/prediction.store.ts';
import { TIME_WEIGHTS } from '../../shared/prediction/time-cell.ts';
import type { Fate } from './provider.ts';
import type { Random } from './random.ts';

export const HOUR = 3_600_000;

export const BUTTONS: Button[] = [
  { id: 'yes', title: 'Yes', type: 'reply' },
  { id: 'site', title: 'Site', type: 'url', url: 'https://shop.example/autumn' },
  { id: 'call', title: 'Call', type: 'call', phone_number: '+4930111111', forward_to: '+4930222222' },
];

/** Another language, and another text for some, in either language. */
const CONTENTS: OtherContent[] = [
  { key: 'de', language: 'de', message_content: 'Hallo {{name}}!' },
  { key: 'vip', when: { tags_any: ['vip'] }, message_content: 'Dear {{name}}!' },
  { key: 'vip-de', when: { tags_any: ['vip'] }, language: 'de', message_content: 'Liebe Frau {{name}}!' },
];
const LANGUAGES = [undefined, 'en', 'de', 'de-AT', 'fr'];

/** Which of them a customer is to get, told without the code that chooses. */
export function contentKeyFor({ language, tags }: Customer): string {
  const isGerman = language?.startsWith('de') ?? false;
  if (tags.includes('vip')) return isGerman ? 'vip-de' : 'vip';
  return isGerman ? 'de' : 'default';
}

/**
 * Two arms, a part that gets nothing, and a rest that waits for the decision; one world in four has them. Whoever has no pet can get
 * only one of the arms, and takes no part.
 */
export function experimentOf(roll: Random): Partial<Campaign> {
  if (!roll.chance(0.25)) return {};
  return {
    weight: 1,
    contents: [{ key: 'b', weight: roll.pick([1, 3]), message_content: 'Hey {{attributes.pet}}!' }],
    holdout: roll.pick([0, 0.2]),
    experiment: {
      metric: roll.pick(['tapped', 'replied', 'read', 'converted']),
      window_hours: 1,
      test_share: roll.pick([0.3, 0.5, 1]),
      no_winner: roll.pick(['control', 'split', 'stop']),
    },
  };
}

/**
 * A webhook is asked what each of them gets; one world in five has it, of those without an experiment, whose arms nobody may
 * recommend. What it says is kept when they are planned.
 */
export function recommendationOf(roll: Random, ids: Ids): Partial<Campaign> {
  if (!roll.chance(0.2)) return {};
  const fallback = roll.pick([undefined, 'default', 'vip']);
  return {
    contents: CONTENTS,
    recommend: { webhook_endpoint_id: ids.next('whe'), timeout_seconds: 5, ...(fallback && { fallback }) },
  };
}

/** Each person gets their hour, by chance or the best one; one world in six has it, of those without an experiment. */
export function sendTimeOf(roll: Random): Partial<Campaign> {
  return roll.chance(1 / 6) ? { send_time: 'best' } : {};
}

/** Best hours that are proved in half of the worlds that use them: for everybody in the hours that come first, and a day later. */
async function learnHours(table: Table, tenant_id: string, at: string): Promise<void> {
  const weights = Array.from({ length: TIME_WEIGHTS }, (_, n) => (n === 4 ? 1 : 0));
  const errors = weights.map(() => 1);
  const trained = { training: '1', trained_at: at, campaigns: [], people: 100, did: 50, weights, errors };
  const times = { ...trained, status: 'in_use' as const, proofs: [] };
  await predictionStore(table).replace(tenant_id, undefined, { training: '1', at, messages: 0, did: 0, times });
}

/** When and how often a tenant may send, where that is limited. */
export interface Rules {
  readonly sending_hours?: SendingHours;
  readonly frequency_cap?: FrequencyCap;
  readonly daily_limit?: number;
  readonly spend_cap?: SpendCap;
  readonly message_prices?: MessagePrices;
}

/**
 * By the customers' local time, which begins on a Friday at 13:00: open, opening soon, and closing soon. Each on days that follow each
 * other: where it were open once a week, a daily limit or a cap would keep people waiting for longer than a world lasts.
 */
const HOURS: readonly SendingHours[] = [
  { from: '08:00', to: '20:00', days: [5, 6] },
  { from: '13:10', to: '20:00', days: [1, 2, 3, 4, 5] },
  { from: '13:45', to: '24:00', days: [5, 6, 7] },
  { from: '08:00', to: '13:03', days: [5, 6, 7] },
];

/** One world in four has them: they keep recipients waiting for minutes, or until the next day. */
export function rulesOf(roll: Random): Rules {
  if (!roll.chance(0.25)) return {};
  const often = roll.pick([
    {},
    { frequency_cap: { per_day: roll.pick([1, 2]) } },
    // Both together would keep recipients waiting for most of a week.
    { daily_limit: roll.pick([8, 16]) },
  ]);
  return { ...(roll.chance(0.6) && { sending_hours: roll.pick(HOURS) }), ...often };
}

/**
 * One world in six has a spend cap, if no other rule counts messages: each costs one euro, and a day ends after twelve hours, or
 * after three.
 */
export function spendCapOf(roll: Random, { frequency_cap, daily_limit }: Rules): Rules {
  const isCapped = roll.chance(1 / 6);
  const spend_cap = { amount: roll.pick(['8.5', '16']), time_zone: roll.pick(['UTC', 'Asia/Tokyo']) };
  if (!isCapped || frequency_cap || daily_limit !== undefined) return {};
  const each = { marketing: '1', utility: '1', service: '1' };
  return { spend_cap, message_prices: { currency: 'EUR', own: { DE: each } } };
}

export interface Household {
  readonly tenant_id: string;
  readonly account_sid: string;
  readonly customers: readonly Customer[];
  readonly campaigns: readonly Campaign[];
  readonly rules: Rules;
}

/**
 * Two independent tenants whose customers have the same numbers. Everything is small, so that many worlds fit into a
 * minute: a few dozen customers, in a few lanes or spread over all.
 */
export async function populate(
  table: Table,
  roll: Random,
  ids: Ids,
  now: number,
  { daily_limit, ...rules }: Rules,
  more: Partial<Campaign>,
  withAgent = false,
): Promise<Household[]> {
  const households: Household[] = [];
  for (const name of ['a', 'b'] as const) {
    const about = { tenant_id: ids.next('ten'), account_sid: `AC${name.repeat(32)}` };
    const made = timestamp(now - HOUR);
    await tenantStore(table).add({ id: about.tenant_id, name, ...rules, created_at: made, updated_at: made });
    if (more.send_time && roll.chance(0.5)) await learnHours(table, about.tenant_id, made);
    const sender_id = ids.next('snd');
    await senderStore(table).add({
      id: sender_id,
      tenant_id: about.tenant_id,
      name: 'Main',
      phone_number: '+15550001111',
      rate: roll.pick([0.3, 1, 3, 10, 40, 80]),
      daily_limit,
      created_at: made,
      updated_at: made,
    });
    const customers = await addCustomers(
      table,
      about.tenant_id,
      roll,
      ids,
      now,
      Object.keys(rules).length > 0 ||
        daily_limit !== undefined ||
        more.experiment !== undefined ||
        more.send_time !== undefined,
    );
    const campaigns: Campaign[] = [];
    // A cap only has an effect on a second campaign.
    const two = (name === 'a' && roll.chance(0.3)) || rules.frequency_cap !== undefined;
    const contents = roll.chance(0.5) ? CONTENTS : [];
    const buttons = withAgent ? await agentButtons(table, about.tenant_id, ids, made) : BUTTONS;
    for (let left = two ? 2 : 1; left > 0; left--) {
      const campaign: Campaign = {
        id: ids.next('cmp'),
        tenant_id: about.tenant_id,
        sender_id,
        name: 'Autumn',
        message_content: roll.chance(0.3) ? 'Hi {{attributes.pet}}!' : 'Hi {{name | default: "friend"}}!',
        media_type: 'text',
        language: 'en',
        contents,
        category: 'utility',
        send_as: 'template',
        buttons: roll.chance(0.6) ? buttons : [],
        target_criteria: { all: true },
        attribution_window_hours: 72,
        status: 'draft',
        run: 0,
        created_at: made,
        updated_at: made,
        ...more,
      };
      await campaignStore(table).add(campaign);
      campaigns.push(campaign);
    }
    households.push({ ...about, customers, campaigns, rules: { ...rules, daily_limit } });
  }
  return households;
}

/** The same buttons; taps on the first are answered by an agent of the tenant's. */
async function agentButtons(table: Table, tenant_id: string, ids: Ids, made: string): Promise<Button[]> {
  const id = ids.next('whe');
  const endpoint = { id, tenant_id, url: 'https://agent.example/', events: ['alert.raised' as const] };
  const more = {
    description: null,
    status: 'enabled' as const,
    status_reason: null,
    secrets: [{ key: 'whsec_c2VjcmV0' }],
  };
  await webhookEndpointStore(table).add({ ...endpoint, ...more, created_at: made, updated_at: made }, 1);
  return BUTTONS.map((button) => (button.type === 'reply' ? { ...button, action: agentAction(id) } : button));
}

async function addCustomers(
  table: Table,
  tenant_id: string,
  roll: Random,
  ids: Ids,
  now: number,
  patient: boolean,
): Promise<Customer[]> {
  // A pass runs through each waiting lane every ten minutes, perhaps for a day.
  const lanes = Math.min(roll.pick([1, 1, 2, 2, 4, LANES]), patient ? 2 : LANES);
  const drafts = Array.from({ length: roll.pick([2, 6, 10, 16, 24]) }, (_, n) => {
    let id = ids.next('cus');
    while (laneOf(id) % (LANES / lanes) !== 0) id = ids.next('cus');
    const about = { tenant_id, id, consent_id: ids.next('con'), now: timestamp(now - HOUR) };
    const status = roll.pick([...new Array<'opted_in'>(8).fill('opted_in'), 'opted_out', 'unknown'] as const);
    const attributes: Customer['attributes'] = roll.chance(0.9) ? { pet: 'cat' } : {};
    return draftCustomer(
      {
        phone_number: numberOf(n),
        name: 'Ana',
        attributes,
        consent: { status, source: 'web' },
        language: roll.pick(LANGUAGES),
        tags: roll.chance(0.3) ? ['vip'] : [],
      },
      about,
    );
  });
  return (await customerStore(table).upsertAll(drafts, new Map())).map(({ customer }) => customer);
}

function numberOf(n: number): string {
  return `+49151${String(10_000_000 + n)}`;
}

/** How the provider treats a number, the same for every tenant. */
export function fateOf(phone_number: string): Fate {
  const fates: Fate[] = [
    'reads',
    'receives',
    'reads',
    'reads',
    'invalid',
    'reads',
    'blocks',
    'receives',
    'silent',
    'reads',
  ];
  return fates[Number(phone_number.slice(-2)) % fates.length]!;
}
