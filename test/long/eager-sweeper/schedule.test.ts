import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, expect, test } from 'vitest';

import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import { scheduleName } from '../../../shared/campaign/schedule.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import type { Json } from '../../support/api.ts';
import {
  addCampaign,
  planned,
  reached,
  recipientsOf,
  runCampaign,
  sentBy,
  startCampaign,
  totalsReached,
} from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers } from '../../support/people.ts';
import { tableOf } from '../../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

const scheduler = new SchedulerClient(herald.stack.operator);
afterAll(() => scheduler.destroy());

const ahead = (seconds: number) => timestamp(Date.now() + seconds * 1000);
const HOUR = 3600;
/** Soon, and yet later than a busy machine needs to store the schedule and to show it. */
const SOON = 20;

async function tenantOf(people: number): Promise<TestTenant> {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, people);
  return tenant;
}

/** When a campaign's schedule fires, if it has one. */
async function scheduleOf(id: string): Promise<string | undefined> {
  const GroupName = 'herald-local';
  return scheduler.send(new GetScheduleCommand({ Name: id, GroupName })).then(
    ({ ScheduleExpression }) => ScheduleExpression,
    (error: Error) => {
      expect(error.name).toBe('ResourceNotFoundException');
      return undefined;
    },
  );
}

/** As a schedule spells a time. */
const at = (time: string) => `at(${timestamp(Math.ceil(Date.parse(time) / 1000) * 1000).slice(0, 19)})`;

/** Tells a schedule's function what the schedule of this time would. */
async function fire({ id: tenant_id }: TestTenant, { id: campaign_id, scheduled_at }: Json): Promise<void> {
  const start = { tenant_id, campaign_id, scheduled_at };
  await herald.stack.runtime.invoke(herald.stack.functionArn('schedule.fire'), start);
}

/** A campaign whose time passed so many seconds ago, and nothing fired. */
async function overdue(tenant: TestTenant, seconds: number): Promise<Json> {
  const draft = await addCampaign(tenant);
  const campaigns = campaignStore(tableOf(herald));
  const before = (await campaigns.get(tenant.id, draft.id))!;
  const scheduled = { ...before, status: 'scheduled' as const, scheduled_at: ahead(-seconds) };
  await campaigns.replace(before, scheduled);
  return scheduled;
}

/** Ends a run's execution, wherever it is. */
async function stopRun(id: string, run: number): Promise<void> {
  const states = new SFNClient(herald.stack.operator);
  const machine = herald.stack.outputs['RunStateMachineArn'] ?? '';
  const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${id}-${run}`;
  await states.send(new StopExecutionCommand({ executionArn }));
  states.destroy();
}

async function isWatched(id: string): Promise<boolean> {
  const active = await Array.fromAsync(campaignStore(tableOf(herald)).active());
  return active.some(({ campaign_id }) => campaign_id === id);
}

const sweep = () => herald.stack.runtime.invoke(herald.stack.functionArn('campaign.sweep'), {});

test.concurrent('a scheduled campaign begins by itself, and its schedule is gone', async () => {
  const tenant = await tenantOf(2);
  const scheduled = await addCampaign(tenant, { scheduled_at: ahead(SOON) });
  expect(scheduled).toMatchObject({ status: 'scheduled', run: 0, started_at: null, progress: null });
  expect(await scheduleOf(scheduled.id)).toBe(at(scheduled.scheduled_at));
  const { started_at } = await reached(tenant, scheduled.id, 'completed');
  expect(started_at >= scheduled.scheduled_at).toBe(true);
  expect(await recipientsOf(tenant)).toEqual(numbers(2));
  await eventually(async () => expect(await scheduleOf(scheduled.id)).toBeUndefined());
});

test.concurrent('a draft is scheduled, then sooner, by whichever route', async () => {
  const tenant = await tenantOf(1);
  const { id } = await addCampaign(tenant);
  const schedule = (scheduled_at: string) =>
    tenant.call(`POST /v1/campaigns/${id}/schedule`, { body: { scheduled_at } });
  const first = await schedule(ahead(HOUR));
  expect(first).toMatchObject({ status: 200, body: { status: 'scheduled', run: 0 } });
  expect(await scheduleOf(id)).toBe(at(first.body.scheduled_at));
  const changed = await tenant.call(`PATCH /v1/campaigns/${id}`, { body: { scheduled_at: ahead(2 * HOUR) } });
  expect(await scheduleOf(id)).toBe(at(changed.body.scheduled_at));
  const past = await schedule(ahead(-1));
  expect(past).toMatchObject({ status: 400, body: { errors: [{ path: 'scheduled_at', code: 'past' }] } });
  const sooner = await schedule(ahead(SOON));
  const { started_at } = await reached(tenant, id, 'completed');
  expect(started_at >= sooner.body.scheduled_at).toBe(true);
  expect(await recipientsOf(tenant)).toEqual(numbers(1));
  expect((await schedule(ahead(HOUR))).body.code).toBe('campaign.status');
});

test.concurrent.for([
  ['cancelled', (id: string) => `POST /v1/campaigns/${id}/cancel`, undefined],
  ['a draft again', (id: string) => `PATCH /v1/campaigns/${id}`, { scheduled_at: null }],
] as const)('one that is %s does not begin, even where its schedule was firing already', async ([, route, body]) => {
  const tenant = await tenantOf(1);
  const scheduled = await addCampaign(tenant, { scheduled_at: ahead(HOUR) });
  const { status } = (await tenant.call(route(scheduled.id), body && { body })).body;
  expect(await scheduleOf(scheduled.id)).toBeUndefined();
  await fire(tenant, scheduled);
  expect(await reached(tenant, scheduled.id, status)).toMatchObject({ started_at: null });
  expect(await sentBy(tenant)).toEqual([]);
});

test.concurrent('one that was begun by hand has no schedule any more, and is begun once', async () => {
  const tenant = await tenantOf(1);
  const scheduled = await addCampaign(tenant, { scheduled_at: ahead(HOUR) });
  await tenant.call(`POST /v1/campaigns/${scheduled.id}/execute`);
  expect(await scheduleOf(scheduled.id)).toBeUndefined();
  await fire(tenant, scheduled);
  expect(await reached(tenant, scheduled.id, 'completed')).toMatchObject({ run: 1 });
  expect(await recipientsOf(tenant)).toEqual(numbers(1));
});

test.concurrent('one that fires hours late asks first: resumed it is sent, cancelled it is not', async () => {
  const tenant = await tenantOf(2);
  const [sent, dropped] = [await overdue(tenant, 3 * HOUR), await overdue(tenant, 3 * HOUR)];
  await fire(tenant, sent);
  await fire(tenant, dropped);
  for (const { id } of [sent, dropped]) {
    const { status_reason } = await reached(tenant, id, 'paused');
    expect(status_reason).toMatch(/missed by more than an hour.*Resume.*cancel/);
  }
  const path = (id: string, step: string) => `POST /v1/campaigns/${id}/${step}`;
  expect(await tenant.call(path(dropped.id, 'replay'), { body: { scope: 'failed' } })).toMatchObject({
    status: 409,
    body: { code: 'campaign.status', detail: expect.stringContaining('never began') },
  });
  await tenant.call(path(dropped.id, 'cancel'));
  await tenant.call(path(sent.id, 'resume'));
  expect(await reached(tenant, sent.id, 'completed')).toMatchObject({ run: 1, started_at: expect.any(String) });
  expect(await recipientsOf(tenant)).toEqual(numbers(2));
  expect(await reached(tenant, dropped.id, 'cancelled')).toMatchObject({ started_at: null });
});

test.concurrent('one whose schedule never fires is begun by the sweeper', async () => {
  const tenant = await tenantOf(1);
  const { id } = await overdue(tenant, 60);
  await sweep();
  expect(await reached(tenant, id, 'completed')).toMatchObject({ run: 1 });
  expect(await recipientsOf(tenant)).toEqual(numbers(1));
});

test.concurrent('a replay sends to nobody who has the message, and ends', async () => {
  const tenant = await tenantOf(2);
  const { id } = await runCampaign(tenant);
  const replay = await tenant.call(`POST /v1/campaigns/${id}/replay`, { body: { scope: 'failed' } });
  expect(replay).toMatchObject({ status: 202, body: { status: 'sending', run: 2 } });
  expect(replay.body).not.toHaveProperty('replay_scope');
  expect(await reached(tenant, id, 'completed')).toMatchObject({ run: 2 });
  expect(await recipientsOf(tenant)).toEqual(numbers(2));
});

test.concurrent.for([
  ['before anyone was planned', async () => undefined],
  ['in the midst of sending', (tenant: TestTenant, id: string) => planned(tenant, id, 12)],
] as const)('a campaign whose run dies %s is carried on: nobody is lost or sent to twice', async ([, moment]) => {
  const tenant = await newTenant(herald, { rate: 2 });
  await addCustomers(tenant, 12);
  const { id } = await startCampaign(tenant);
  await moment(tenant, id);
  await stopRun(id, 1);
  await eventually(async () => {
    await sweep();
    expect((await tenant.call(`GET /v1/campaigns/${id}`)).body).toMatchObject({ run: 2 });
  });
  expect(await reached(tenant, id, 'completed')).toMatchObject({ run: 2 });
  await totalsReached(tenant, id, { recipients: 12, read: 12, skipped: 0, unknown: 0 });
  expect(await recipientsOf(tenant)).toEqual(numbers(12));
  await sweep();
  expect(await isWatched(id)).toBe(false);
});

test.concurrent('a run that lives is left alone, and tells how far it is', async () => {
  const tenant = await newTenant(herald, { rate: 1 });
  // So many that it still sends when a sweep that takes its time is over.
  await addCustomers(tenant, 30);
  const { id } = await startCampaign(tenant);
  const { progress } = await eventually(async () => {
    await sweep();
    const { body } = await tenant.call(`GET /v1/campaigns/${id}`);
    expect(body.progress.settled).toBeGreaterThan(2);
    expect(body.progress).toMatchObject({ planned: 30, rate: expect.any(Number), eta: expect.any(String) });
    return body;
  });
  expect(progress.rate).toBeGreaterThan(0);
  expect(await isWatched(id)).toBe(true);
  expect(await reached(tenant, id, 'completed')).toMatchObject({ run: 1 });
  const { body } = await tenant.call(`GET /v1/campaigns/${id}`);
  expect(body.progress).toMatchObject({ planned: 30, settled: 30, eta: null });
});

/** A recurrence of every day, whose date of today is so many seconds ahead, to the minute. */
function daily(seconds: number, given: object = {}): object {
  const [from, time] = ahead(seconds).split('T') as [string, string];
  return { days: [1, 2, 3, 4, 5, 6, 7], time: time.slice(0, 5), time_zone: 'UTC', from, ...given };
}

const datesOf = async ({ call }: TestTenant, { id }: Json): Promise<Json[]> =>
  (await call('GET /v1/campaigns?limit=100')).body.data.filter(({ parent_id }: Json) => parent_id === id);

test.concurrent('each date of a campaign that recurs is a campaign of its own, made and sent once', async () => {
  const tenant = await tenantOf(2);
  // The date that follows is not to come before the test is over.
  const parent = await addCampaign(tenant, { name: 'Daily', recurrence: daily(HOUR) });
  expect(parent).toMatchObject({ status: 'scheduled', run: 0, parent_id: null });
  expect(parent.next_dates).toHaveLength(5);
  expect(parent.next_dates[0]).toBe(parent.scheduled_at);
  const campaigns = campaignStore(tableOf(herald));
  const before = (await campaigns.get(tenant.id, parent.id))!;
  const due = { ...before, scheduled_at: ahead(-60) };
  await campaigns.replace(before, due);
  await Promise.all([fire(tenant, due), fire(tenant, due), sweep()]);
  await fire(tenant, due);
  const [date, ...others] = await datesOf(tenant, parent);
  expect(others).toEqual([]);
  expect(date).toMatchObject({ scheduled_at: due.scheduled_at, name: expect.stringMatching(/^Daily, 20/) });
  await reached(tenant, date!.id, 'completed');
  expect(await recipientsOf(tenant)).toEqual(numbers(2));
  const next = await reached(tenant, parent.id, 'scheduled');
  expect(next.scheduled_at > due.scheduled_at).toBe(true);
  await sweep();
  expect(await scheduleOf(scheduleName(next))).toBe(at(next.scheduled_at));

  // As after a sweep that died once the schedule was set.
  const set = (await campaigns.get(tenant.id, parent.id))!;
  await campaigns.replace(set, { ...set, schedule_pending: true });
  await eventually(async () => {
    await sweep();
    expect(await campaigns.get(tenant.id, parent.id)).not.toHaveProperty('schedule_pending');
  });
  expect(await scheduleOf(scheduleName(next))).toBe(at(next.scheduled_at));
});

test.concurrent('a schedule of a campaign that recurs fires by itself', async () => {
  const tenant = await tenantOf(1);
  const parent = await addCampaign(tenant, { recurrence: daily(90, { count: 1 }) });
  expect(await scheduleOf(scheduleName(parent))).toBe(at(parent.scheduled_at));
  await reached(tenant, parent.id, 'completed');
  const [date] = await datesOf(tenant, parent);
  await reached(tenant, date!.id, 'completed');
  expect(await recipientsOf(tenant)).toEqual(numbers(1));
});

test.concurrent('a schedule that the sweeper has set for the next date fires by itself, too', async () => {
  const tenant = await tenantOf(1);
  const parent = await addCampaign(tenant, { recurrence: daily(HOUR) });
  const campaigns = campaignStore(tableOf(herald));
  const before = (await campaigns.get(tenant.id, parent.id))!;
  const next = { ...before, scheduled_at: ahead(SOON), schedule_pending: true };
  await campaigns.replace(before, next);
  await sweep();
  expect(await scheduleOf(scheduleName(next))).toBe(at(next.scheduled_at));
  const [date] = await eventually(async () => {
    const dates = await datesOf(tenant, parent);
    expect(dates).toHaveLength(1);
    return dates;
  });
  await reached(tenant, date!.id, 'completed');
  expect(await recipientsOf(tenant)).toEqual(numbers(1));
});

test.concurrent(
  'a recurrence is changed and stopped, and its schedule with it; it is never sent as a whole',
  async () => {
    const tenant = await tenantOf(1);
    const parent = await addCampaign(tenant, { recurrence: daily(HOUR) });
    const path = `PATCH /v1/campaigns/${parent.id}`;
    const { body: changed } = await tenant.call(path, { body: { recurrence: daily(2 * HOUR) } });
    expect(await scheduleOf(scheduleName(parent))).toBeUndefined();
    expect(await scheduleOf(scheduleName(changed))).toBe(at(changed.scheduled_at));
    for (const step of ['execute', 'schedule']) {
      const body = step === 'schedule' ? { scheduled_at: ahead(HOUR) } : undefined;
      const answer = await tenant.call(`POST /v1/campaigns/${parent.id}/${step}`, body && { body });
      expect(answer).toMatchObject({ status: 409, body: { code: 'campaign.recurs' } });
    }
    expect((await tenant.call(path, { body: { scheduled_at: ahead(HOUR) } })).body.errors[0].code).toBe('refused');
    const { body: stopped } = await tenant.call(path, { body: { recurrence: null } });
    expect(stopped).toMatchObject({ status: 'draft', scheduled_at: null, recurrence: null, next_dates: [] });
    expect(await scheduleOf(scheduleName(changed))).toBeUndefined();
  },
);

test.concurrent.for([
  ['that is over', { until: '2021-01-01', from: '2020-12-01' }, 'recurrence', 'never'],
  ['of years to come', { from: '2099-01-01' }, 'recurrence.from', 'too_far'],
  ['every minute', { every: 0 }, 'recurrence.every', 'too_small'],
  ['on no day', { days: [] }, 'recurrence.days', 'too_small'],
  ['at no time', { time: '25:00' }, 'recurrence.time', 'invalid_format'],
  ['nowhere', { time_zone: 'Mars/Olympus' }, 'recurrence.time_zone', 'timezone'],
  ['that ends twice', { until: ahead(30 * 24 * HOUR).slice(0, 10), count: 3 }, 'recurrence.count', 'refused'],
] as const)('a recurrence %s is refused', async ([, given, path, code]) => {
  const tenant = await newTenant(herald);
  const draft = { name: 'News', message_content: 'News!', recurrence: daily(HOUR, given) };
  const { status, body } = await tenant.call('POST /v1/campaigns', { body: draft });
  expect([status, body.errors.map((fault: Json) => [fault.path, fault.code])]).toEqual([400, [[path, code]]]);
});
