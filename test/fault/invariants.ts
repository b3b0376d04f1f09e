import * as z from 'zod';

import type { Customer } from '../../shared/customer/customer.ts';
import { byCohort } from '../../shared/analytics/experiment/cohort-counters.ts';
import { campaign as campaignItem, type Campaign } from '../../shared/campaign/campaign.ts';
import { openHours } from '../../shared/campaign/send-time.ts';
import {
  FAMILIES,
  interactionCounters,
  messageCounters,
  sum,
  type Counted,
  type Counters,
} from '../../shared/analytics/rollup.ts';
import { interaction } from '../../shared/interaction/interaction.ts';
import { statusesBelow, message, type Message, type MessageStatus } from '../../shared/message/message.ts';
import type { ReportedStatus } from '../../shared/provider/provider.ts';
import type { ChangeRecord } from '../../shared/platform/change-record.ts';
import { laneName, laneOf } from '../../shared/platform/lanes.ts';
import type { Item } from '../../shared/platform/table-client.ts';
import { hourFor } from '../../shared/run/send-times.ts';
import { auditEntry } from '../../shared/tenancy/audit-entry.ts';
import type { SendingHours } from '../../shared/tenancy/sending-hours.ts';
import { examineAgents } from './agent-invariants.ts';
import { LISTED } from './faulty-table.ts';
import type { Cancelled, Replay } from './operators.ts';
import { examineCohorts, type CohortRemains } from './experiment-invariants.ts';
import type { OptOut } from './people.ts';
import { contentKeyFor, type Household } from './population.ts';
import { saidOf, type Said } from './recommender.ts';
import { PORTFOLIO_LIMIT, type Created, type Truth } from './provider.ts';

/** The final state of a world. */
export interface Remains extends CohortRemains {
  readonly households: readonly Household[];
  readonly optOuts: readonly OptOut[];
  readonly cancelled: Cancelled;
  readonly trespasses: readonly string[];
  readonly unfoldable: readonly string[];
  /** Every change of the table, once, in the order of each item. */
  readonly changes: readonly ChangeRecord[];
  readonly said: Said;
  /** How many taps for agents failed in all attempts. */
  readonly unanswered: number;
  /** Messages that failed in all attempts and have no dead-letter consumer. */
  readonly givenUp: number;
}

export interface Verdict {
  readonly violations: readonly string[];
  readonly duplicates: number;
  readonly lost: number;
}

/** After this long (milliseconds) no earlier decision takes effect any more: every function has ended or died. */
const DECIDED = 150_000;

const DAY = 86_400_000;

/** A message created this long (milliseconds) after its claim is not found by reconciliation: its holder had long died. */
const FOUND_WITHIN = 45_000;

const SETTLED: readonly MessageStatus[] = [
  'accepted',
  'sent',
  'delivered',
  'read',
  'failed',
  'undelivered',
  'skipped',
  'unknown',
];
const AT_PROVIDER: readonly MessageStatus[] = ['accepted', 'sent', 'delivered', 'read'];
const HEARD: Readonly<Record<string, ReportedStatus>> = {
  queued: 'accepted',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'undelivered',
  failed: 'failed',
};

/** Compares the table with what really happened, message by message. */
export function examine(remains: Remains): Verdict {
  const violations: string[] = [];
  let duplicates = 0;
  let lost = 0;
  const complain = (what: string) => void violations.push(what);

  for (const household of remains.households) {
    for (const campaign of household.campaigns) {
      const found = examineCampaign(household, campaign, remains);
      violations.push(...found.violations);
      duplicates += found.duplicates;
      lost += found.lost;
      violations.push(...examineRollups(campaign, remains.items));
      violations.push(...examineExperiment(campaign, remains));
      violations.push(...examineCohorts(household, campaign, remains));
      violations.push(...examineHours(campaign, household.customers, remains));
      violations.push(...examineTaps(campaign, remains));
      violations.push(...examineAudit(campaign, remains));
    }
    violations.push(...examineRules(household, remains.truth));
  }
  for (const what of tenantless(remains)) complain(what);
  for (const what of remains.trespasses) complain(`a function reached for another tenant: ${what}`);
  for (const what of remains.unfoldable) complain(`the roll-up could not fold a record: ${what}`);
  violations.push(...examineAgents(remains));
  if (remains.givenUp > 0) complain(`${remains.givenUp} messages failed in all attempts`);
  for (const { customer_id, taken_at = Infinity } of remains.optOuts) {
    if (remains.isMadeGood && !hasOptedOut(customer_id, remains))
      complain(`the STOP of customer ${customer_id} was lost`);
    const after = remains.truth.created.find(
      (later) => later.customer_id === customer_id && later.at > taken_at + DECIDED,
    );
    if (after) complain(`customer ${customer_id} was sent to after they opted out`);
    const household = remains.households.find(({ customers }) => customers.some(({ id }) => id === customer_id));
    const number = household?.customers.find(({ id }) => id === customer_id)?.phone_number;
    const answered = remains.truth.replies.some(
      ({ account_sid, to, at }) => account_sid === household?.account_sid && to === number && at > taken_at + DECIDED,
    );
    if (answered) complain(`customer ${customer_id} got an answer after they opted out`);
  }
  return { violations, duplicates, lost };
}

function examineCampaign(
  { tenant_id, account_sid, customers }: Household,
  campaign: Campaign,
  remains: Remains,
): Verdict {
  const { id } = campaign;
  const { items, truth, cancelled } = remains;
  // The replay of a campaign that was cancelled during planning only completes what was planned.
  const whole = !remains.abandoned.has(id);
  const replays = remains.replays.filter(({ campaign_id }) => campaign_id === id);
  const violations: string[] = [];
  const complain = (what: string) => void violations.push(`campaign ${id.slice(-4)}: ${what}`);
  const partition = `TENANT#${tenant_id}#CAMPAIGN#${id}`;
  const at = (sk: string) => items.find((item) => item['pk'] === partition && item['sk'] === sk);
  const status = at('CAMPAIGN')?.['status'];
  if (status !== 'completed' && status !== 'cancelled') complain(`has not ended, but is ${status}`);

  const rows = new Map<string, Message>();
  for (const item of items) {
    if (!String(item['pk']).startsWith(`${partition}#LANE#`) || !String(item['sk']).startsWith('MESSAGE#')) continue;
    const row = message.parse(item);
    rows.set(row.customer_id, row);
    if (item['pk'] !== `${partition}#LANE#${laneName(laneOf(row.customer_id))}`)
      complain('a message is out of its lane');
  }
  const created = Map.groupBy(
    truth.created.filter(({ campaign_id }) => campaign_id === id),
    ({ customer_id }) => customer_id,
  );

  let duplicates = 0;
  let lost = 0;
  for (const customer of customers) {
    const sent = created.get(customer.id) ?? [];
    const again = sent.filter((each, place) => place > 0 && !wasWanted(each, sent[place - 1]!, replays));
    duplicates += again.length;
    if (again.length > 0) complain(`customer ${customer.id.slice(-4)} was sent to ${again.length + 1} times`);
    const row = rows.get(customer.id);
    // In a replayed message, an attempt without a sid says nothing about earlier ones.
    const one = row?.replays || sent.length > 1 ? sent.find(({ sid }) => sid === row?.provider_sid) : sent[0];
    if (row) for (const what of examineMessage(row, one, truth)) complain(`customer ${customer.id.slice(-4)} ${what}`);
    else if (one || (status === 'completed' && whole)) {
      lost += 1;
      complain(`customer ${customer.id.slice(-4)} has no message${one ? ', and the provider has one' : ''}`);
    }
    if (one && (one.account_sid !== account_sid || one.to !== customer.phone_number))
      complain(`customer ${customer.id.slice(-4)} was sent to as somebody else`);
    if (one)
      for (const what of examineContent(customer, campaign, row, one, remains))
        complain(`customer ${customer.id.slice(-4)} ${what}`);
    const end = cancelled.get(id);
    const revived = replays.some(({ at }) => end !== undefined && at > end - DECIDED);
    if (one && end && !revived && one.at > end + DECIDED)
      complain(`customer ${customer.id.slice(-4)} was sent to after the end`);
  }
  const strangers = [...rows.keys(), ...created.keys()].filter((id) => !customers.some((known) => known.id === id));
  if (strangers.length > 0) complain(`${strangers.length} were sent to who are no customers of the tenant`);

  const planned = items
    .filter((item) => item['pk'] === partition && String(item['sk']).startsWith('LANE#'))
    .reduce((total, item) => total + Number(item['planned'] ?? 0), 0);
  // A page that was queued when its campaign was cancelled is settled although its cursor never moved.
  if (status === 'completed' && whole ? planned !== rows.size : planned > rows.size)
    complain(`planned ${planned}, and there are ${rows.size} messages`);
  const parked = items.filter(
    ({ pk, sk }) => String(pk).startsWith(`${partition}#LANE#`) && String(sk).startsWith('PARKED#'),
  );
  if (parked.length > 0) complain(`${parked.length} chunks are still parked`);
  return { violations, duplicates, lost };
}

/** Whether what the provider has is the content that was for the customer. */
function* examineContent(
  customer: Customer,
  campaign: Campaign,
  row: Message | undefined,
  { text }: Created,
  remains: Remains,
): Generator<string> {
  if (campaign.contents.length === 0) return;
  const kept = campaign.recommend && choiceFor(customer, campaign, remains);
  if (kept) yield* examineChoice(customer, campaign, kept, remains);
  const key = kept?.content_key ?? (campaign.experiment ? (row?.content_key ?? '') : contentKeyFor(customer));
  if (campaign.experiment && row?.phase === 'holdout') yield 'was to get nothing';
  if (row?.arm !== undefined && row.arm !== key) yield `is in the arm ${row.arm}, and the ledger says ${key}`;
  if (row?.content_key !== key) yield `was to get ${key}, and the ledger says ${row?.content_key}`;
  const { message_content = campaign.message_content } = campaign.contents.find((other) => other.key === key) ?? {};
  const [greeting = ''] = message_content.split(' {{');
  if (!text.includes(`"${greeting} {{`)) yield `was to get ${key}, and got ${text}`;
}

interface Choice {
  readonly content_key: string;
  readonly why: string;
}

/** What was kept of a customer when they were planned. */
function choiceFor({ id }: Customer, { tenant_id, id: campaign_id }: Campaign, { items }: Remains): Choice {
  const pk = `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}#LANE#${laneName(laneOf(id))}`;
  const found = items.find((item) => item['pk'] === pk && item['sk'] === `CHOICE#${id}`);
  return { content_key: String(found?.['content_key']), why: String(found?.['why'] ?? 'nothing that was kept') };
}

/** Whether a choice is one of the webhook's, or what the campaign has in its place. */
function* examineChoice(customer: Customer, campaign: Campaign, kept: Choice, { said }: Remains): Generator<string> {
  const { content_key, why } = kept;
  const expected = why === 'fallback' ? campaign.recommend?.fallback : contentKeyFor(customer);
  const isRight =
    why === 'recommendation'
      ? (said.get(saidOf(campaign.id, customer.id))?.has(content_key) ?? false)
      : content_key === expected;
  if (!isRight) yield `was chosen ${content_key} for, by ${why}`;
}

function hasOptedOut(customer_id: string, { items }: Remains): boolean {
  const row = items.find(({ sk, id }) => id === customer_id && String(sk).startsWith('CUSTOMER#'));
  return (row?.['consent'] as Customer['consent'] | undefined)?.status === 'opted_out';
}

/**
 * Whether the provider refused a message for its limit, or a replay was requested for one that was not delivered or whose
 * outcome the worker never learned.
 */
function wasWanted(again: Created, before: Created, replays: readonly Replay[]): boolean {
  if (before.errorCode === PORTFOLIO_LIMIT) return true;
  return replays.some(
    ({ scope, at }) =>
      at <= again.at && (scope === 'failed' ? before.history.includes('undelivered') : before.toldTo?.struck !== false),
  );
}

/** The errors in one row, compared with the provider. */
function* examineMessage(row: Message, created: Created | undefined, truth: Truth): Generator<string> {
  if (!SETTLED.includes(row.status)) yield `is ${row.status} forever`;
  if ((row.status === 'skipped' || row.status === 'unknown') && !row.status_reason) yield 'has no reason';
  if (!created) {
    if (AT_PROVIDER.includes(row.status)) yield `is ${row.status}, but unknown to the provider`;
    if (['failed', 'undelivered'].includes(row.status) && !truth.refused.has(`${row.campaign_id} ${row.customer_id}`))
      yield `is ${row.status}, and was never refused`;
    return;
  }
  if (row.provider_sid !== undefined && row.provider_sid !== created.sid) yield 'has the sid of another message';
  // One that came back for the limit waits, and whoever opts out or is cancelled meanwhile is skipped.
  if (row.status === 'skipped' && created.errorCode !== PORTFOLIO_LIMIT) yield 'is skipped, and the provider has it';
  if (AT_PROVIDER.includes(row.status) && row.provider_sid === undefined) yield `is ${row.status} without a sid`;
  if (
    ['failed', 'undelivered'].includes(row.status) &&
    !['undelivered', 'failed'].includes(created.history.at(-1) ?? '')
  )
    yield `is ${row.status}, and the provider delivered it`;
  // Whoever waited for the limit may be lost sight of when it is sent again: what became of it before tells nothing of that.
  if (row.status === 'unknown' && created.errorCode === PORTFOLIO_LIMIT && created.at < (row.sending_since ?? 0))
    return;
  if (row.status === 'unknown' && created.toldTo && !created.toldTo.struck)
    yield 'is unknown, and nothing struck its sender';
  if (row.status === 'unknown' && isFindable(row, created, truth))
    yield 'is unknown, and a look at the provider would tell';
  for (const heard of created.heard.keys()) {
    const implied = HEARD[heard];
    if (implied && statusesBelow(implied).includes(row.status)) yield `is ${row.status}, and ${heard} was taken in`;
  }
  const furthest = HEARD[created.history.at(-1) ?? ''];
  if (furthest && statusesBelow(row.status).includes(furthest) && row.status !== 'skipped')
    yield `is ${row.status}, and the provider says ${furthest}`;
}

/**
 * Whether reconciliation can find a message in the provider's list: it was created soon after its claim, and the customer
 * was sent nothing else at that time that it could be confused with.
 */
function isFindable(
  { sending_since = 0, campaign_id }: Message,
  message: Created,
  { created, replies }: Truth,
): boolean {
  const others = created.filter(({ to, campaign_id: other }) => to === message.to && other !== campaign_id);
  const answers = replies.filter(({ to }) => to === message.to);
  return others.length + answers.length === 0 && message.at - sending_since < FOUND_WITHIN;
}

/** Checks sending hours, frequency caps, daily limits and spend caps. `DECIDED` allows for calls that a fault delayed. */
function* examineRules({ tenant_id, account_sid, customers, rules }: Household, { created }: Truth): Generator<string> {
  const { sending_hours: hours, frequency_cap: cap, daily_limit, spend_cap } = rules;
  const own = created.filter((message) => message.account_sid === account_sid);
  const tenant = tenant_id.slice(-4);
  if (hours) {
    for (const { at, to, toldTo } of own) {
      const { timezone = '' } = customers.find(({ phone_number }) => phone_number === to) ?? {};
      const open = [at - (toldTo?.struck === false ? 0 : DECIDED), at].some((time) => isOpen(hours, timezone, time));
      if (!open) yield `tenant ${tenant}: ${to.slice(-4)} was sent to at ${new Date(at).toISOString()}`;
    }
  }
  if (cap?.per_day !== undefined) {
    // What is tried again reached nobody before: attempts for one message count as one.
    const last = new Map(own.map((one) => [`${one.campaign_id} ${one.customer_id}`, one]));
    for (const [to, some] of Map.groupBy(last.values(), (one) => one.to))
      if (most(some) > cap.per_day) yield `tenant ${tenant}: ${to.slice(-4)} got ${most(some)} messages in a day`;
  }
  const templates = own.filter(({ variables }) => variables.length > 0);
  if (daily_limit !== undefined && most(templates) > daily_limit)
    yield `tenant ${tenant}: ${most(templates)} people were written to in a day`;
  if (spend_cap) {
    for (const [day, some] of Map.groupBy(own, ({ at }) => dayIn(spend_cap.time_zone, at))) {
      // Just after midnight, one may be of the day before: a fault held it up.
      const ofDay = some.filter(({ at }) => dayIn(spend_cap.time_zone, at - DECIDED) === day);
      if (ofDay.length > Number(spend_cap.amount)) yield `tenant ${tenant}: ${ofDay.length} EUR were spent on ${day}`;
    }
  }
}

/** The day in a zone, by Intl. */
function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
}

/** The customer's local time, by Intl. */
function isOpen({ from, to, days }: SendingHours, timeZone: string, at: number): boolean {
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
  const [day = '', clock = ''] = text.split(/,? /);
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(day) + 1;
  return days.includes(weekday) && clock >= from && clock < to;
}

/** The most messages created in any 24 hours. */
function most(created: readonly Created[]): number {
  const within = (first: Created) => created.filter(({ at }) => at >= first.at && at < first.at + DAY - DECIDED);
  return Math.max(0, ...created.map((first) => within(first).length));
}

/** Compares every row of the roll-up with a recount of the partition it counts. */
function* examineRollups({ tenant_id, id }: Campaign, items: readonly Item[]): Generator<string> {
  const partition = `TENANT#${tenant_id}#CAMPAIGN#${id}`;
  const truly = new Map<string, Counters[]>();
  const counted = (source: string, { cohorts = {}, ...counters }: Counted) => {
    for (const [cohort, own] of byCohort(cohorts)) {
      const name = `COHORT#${cohort}#${source}`;
      truly.set(name, [...(truly.get(name) ?? []), own]);
    }
    for (const family of FAMILIES) {
      if (family === 'cohorts') continue;
      const name = `ROLLUP#${family}#${source}`;
      if (counters[family]) truly.set(name, [...(truly.get(name) ?? []), counters[family]]);
    }
  };
  const kept = new Map<string, Counters>();
  for (const item of items) {
    const [pk, sk] = [String(item['pk']), String(item['sk'])];
    if (pk.startsWith(`${partition}#LANE#`) && sk.startsWith('MESSAGE#'))
      counted(pk.slice(-2), messageCounters(message.parse(item)));
    if (pk !== partition) continue;
    if (sk.startsWith('INTERACTION#')) counted('campaign', interactionCounters(interaction.parse(item)));
    if (sk.startsWith('ROLLUP#') || sk.startsWith('COHORT#'))
      kept.set(
        sk,
        Object.fromEntries(Object.entries(item).filter(([, value]) => typeof value === 'number')) as Counters,
      );
  }
  for (const name of new Set([...truly.keys(), ...kept.keys()])) {
    const off = sum([
      sum(truly.get(name) ?? []),
      Object.fromEntries(Object.entries(kept.get(name) ?? {}).map(([counter, by]) => [counter, -by])),
    ]);
    if (Object.keys(off).length > 0) yield `campaign ${id.slice(-4)}: ${name} is off by ${JSON.stringify(off)}`;
  }
}

/** Whoever had an hour of a campaign with `send_time` got nothing before it, and everybody had theirs within a day. */
function* examineHours(
  { tenant_id, id, send_time }: Campaign,
  customers: Household['customers'],
  { items, truth }: Remains,
): Generator<string> {
  if (!send_time) return;
  const found = campaignItem.parse(
    items.find(({ pk, sk }) => pk === `TENANT#${tenant_id}#CAMPAIGN#${id}` && sk === 'CAMPAIGN'),
  );
  const { timing, timing_terms: terms, started_at } = found;
  if (!started_at || !terms) return;
  const name = `campaign ${id.slice(-4)}`;
  if (timing !== (terms.model !== undefined)) yield `${name} says otherwise than it was timed`;
  for (const { customer_id, at } of truth.created.filter(({ campaign_id }) => campaign_id === id)) {
    const timezone = customers.find((one) => one.id === customer_id)?.timezone ?? 'UTC';
    const open = openHours(Date.parse(started_at), timezone, terms.hours);
    const hour = hourFor(id, customer_id, open, terms.model === undefined ? undefined : RANKING);
    if (hour && at < hour.at) yield `${name}: ${customer_id.slice(-4)} had the hour ${hour.at}, and got it at ${at}`;
  }
}

/** That of the model which `population.ts` gives to tenants. */
const RANKING = [4, 0, 1, 2, 3, 5, 6, 7];

/** What an experiment left behind, against what the provider has. */
function* examineExperiment({ tenant_id, id, experiment }: Campaign, { items, truth }: Remains): Generator<string> {
  if (!experiment) return;
  const partition = `TENANT#${tenant_id}#CAMPAIGN#${id}`;
  const name = `campaign ${id.slice(-4)}`;
  const own = items.filter(({ pk }) => pk === partition);
  const { status, decision, release_pending } = campaignItem.parse(own.find(({ sk }) => sk === 'CAMPAIGN'));
  if (status === 'completed' && !decision) yield `${name}: its experiment was never decided`;
  if (status === 'completed' && release_pending) yield `${name}: its rest was never released`;
  const rows = items
    .filter(({ pk, sk }) => String(pk).startsWith(`${partition}#LANE#`) && String(sk).startsWith('MESSAGE#'))
    .map((item) => message.parse(item));
  for (const row of rows) {
    const { phase, arm, tried_at, customer_id } = row;
    const [first] = truth.created.filter((one) => one.campaign_id === id && one.customer_id === customer_id);
    const who = `${name}: customer ${customer_id.slice(-4)}`;
    if (phase === 'holdout' && first) yield `${who} was to get nothing`;
    if (phase === 'rest' && first && decision?.rest !== 'split' && arm !== decision?.rest)
      yield `${who} waited for the decision ${decision?.rest}, and got ${arm}`;
    if (phase === 'rest' && decision && first && first.at < Date.parse(decision.at))
      yield `${who} got something before the decision`;
    if (first && ![...AT_PROVIDER, 'unknown', 'failed', 'undelivered'].includes(row.status)) continue;
    if (first && tried_at === undefined) yield `${who} was tried, and nobody knows when`;
  }
}

/** Compares recorded taps with the taps that were made: each once if Herald acknowledged it, otherwise at most once. */
function* examineTaps({ tenant_id, id }: Campaign, { items, taps }: Remains): Generator<string> {
  const name = (tap: { customer_id: string; button_id: string; source: string }) =>
    `${tap.source} ${tap.button_id} ${tap.customer_id.slice(-4)}`;
  const own = items.filter(({ pk }) => pk === `TENANT#${tenant_id}#CAMPAIGN#${id}`);
  const ledger = own
    .filter(({ sk }) => String(sk).startsWith('INTERACTION#'))
    .map((item) => name(interaction.parse(item)));
  const marks = own.filter(({ sk }) => String(sk).startsWith('TAP#')).length;
  if (marks !== ledger.length) yield `campaign ${id.slice(-4)}: ${ledger.length} taps have ${marks} marks`;
  const listed = own.filter(({ sk }) => String(sk).startsWith('TAPPED#')).length;
  if (listed !== ledger.length)
    yield `campaign ${id.slice(-4)}: of ${ledger.length} taps ${listed} are listed by customer`;
  const made = taps.filter(({ campaign_id }) => campaign_id === id);
  for (const one of new Set([...ledger, ...made.map(name)])) {
    const entered = ledger.filter((each) => each === one).length;
    const all = made.filter((each) => name(each) === one);
    const least = all.filter(({ taken }) => taken).length;
    if (entered < least || entered > all.length)
      yield `campaign ${id.slice(-4)}: ${entered} taps "${one}" are entered, ${all.length} were made, ${least} of them taken`;
  }
}

/** Compares the audit with what truly became of a campaign by Herald itself: an entry for each step, and no other. */
function* examineAudit({ tenant_id, id }: Campaign, { items, changes }: Remains): Generator<string> {
  const step = z.object({ status: z.string(), updated_at: z.string(), updated_by: z.string().optional() });
  const made = changes
    .filter(({ pk, sk }) => pk === `TENANT#${tenant_id}#CAMPAIGN#${id}` && sk === 'CAMPAIGN')
    .flatMap(({ before, after }) => {
      const [from, to] = [step.safeParse(before).data, step.safeParse(after).data];
      if (!from || !to || from.status === to.status || !to.updated_by?.startsWith('system:')) return [];
      // A run begins for somebody, who has an entry; a campaign that was cancelled has one, too.
      if (to.status === 'cancelled' || (to.status === 'sending' && to.updated_by === 'system:run')) return [];
      return [`${to.updated_at} ${from.status} → ${to.status}`];
    });
  const kept = items
    .filter(({ pk, campaign_id }) => String(pk).startsWith(`TENANT#${tenant_id}#AUDIT#`) && campaign_id === id)
    .flatMap((item) => {
      const { at, changes } = auditEntry.parse(item);
      const moved = changes.find(({ field }) => field === 'status');
      return moved ? [`${at} ${moved.from} → ${moved.to}`] : [];
    });
  for (const one of new Set([...made, ...kept])) {
    const [truly, told] = [made, kept].map((all) => all.filter((each) => each === one).length);
    if (truly !== told) yield `campaign ${id.slice(-4)}: ${one} happened ${truly} times, and the audit has it ${told}`;
  }
}

/** Rows and index entries without a tenant, or under another tenant's key. */
function* tenantless({ items, households }: Remains): Generator<string> {
  const tenants = households.map(({ tenant_id }) => tenant_id);
  for (const item of items) {
    const keys = [`${item['pk']}`, `${item['sk']}`];
    const owner = tenants.find((tenant) => keys.some((key) => LISTED.exec(key)?.[1] === tenant));
    if (!owner) {
      yield `${keys.join(' ')} is no tenant's`;
      continue;
    }
    const others = tenants.filter((tenant) => tenant !== owner);
    const text = JSON.stringify(item, (_, value: unknown) => (value instanceof Set ? [...value] : value));
    if (others.some((tenant) => text.includes(tenant))) yield `${keys.join(' ')} speaks of another tenant`;
    for (const index of ['gsi1pk', 'gsi2pk'])
      if (item[index] !== undefined && !String(item[index]).includes(owner))
        yield `${keys.join(' ')} is listed elsewhere`;
  }
}
