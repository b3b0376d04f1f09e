import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Campaign, Change } from '../../../shared/campaign/campaign.ts';
import { STATUSES, TRANSITIONS, type CampaignStatus } from '../../../shared/campaign/campaign-status.ts';
import { campaignStore, type Campaigns } from '../../../shared/campaign/campaign.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';
import { approved, campaignOf, START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let campaigns: Campaigns;
beforeAll(async () => {
  opened = await testTable();
  campaigns = campaignStore(opened.table);
});
afterAll(() => opened.close());

const now = timestamp(START);
const by = 'api_key:key_01J00000000000000000000000';
const change: Change = { now, by };
const changeAt = (time: number): Change => ({ now: timestamp(time), by });
async function added(given: Partial<Campaign> = {}): Promise<Campaign> {
  const one = campaignOf(given);
  await campaigns.add(one);
  return one;
}
const listed = async (tenant: string, status?: CampaignStatus) =>
  (await campaigns.page(tenant, status, { limit: 100 })).items.map(({ id }) => id);

/** Every transition, as the store makes it. */
const STEPS = {
  change: (one: Campaign) => campaigns.replace(one, { ...one, name: 'New', updated_at: now, updated_by: by }),
  remove: (one: Campaign) => campaigns.remove(one),
  execute: (one: Campaign) => campaigns.begin('execute', one, one.run + 1, change),
  fire: (one: Campaign) => campaigns.begin('fire', one, one.run + 1, change),
  resume: (one: Campaign) => campaigns.begin('resume', one, one.run + 1, change),
  cancel: (one: Campaign) => campaigns.begin('cancel', one, one.run + 1, change),
  replay: (one: Campaign) => campaigns.begin('replay', one, one.run + 1, change, { scope: 'failed' }),
  revive: (one: Campaign) => campaigns.begin('revive', one, one.run + 1, change),
  wind_up: (one: Campaign) => campaigns.begin('wind_up', one, one.run + 1, change),
  miss: (one: Campaign) => campaigns.transition('miss', one, change, 'Because.'),
  pause: (one: Campaign) => campaigns.transition('pause', one, change, 'Because.'),
  complete: (one: Campaign) => campaigns.transition('complete', one, change),
};
const cases = Object.entries(STEPS).flatMap(([step, take]) =>
  STATUSES.map((status) => ({ step: step as keyof typeof STEPS, status, take })),
);

test('a campaign that was changed since it was read is not removed as it was', async () => {
  const one = await added();
  await campaigns.replace(one, { ...one, name: 'New', updated_at: timestamp(Date.parse(one.updated_at) + 1) });
  const refused = await thrown(() => campaigns.remove(one, one.updated_at));
  expect(refused).toMatchObject({ kind: 'outdated', code: 'campaign.changed' });
  expect(await campaigns.get(one.tenant_id, one.id)).toMatchObject({ name: 'New' });
});

describe('every transition, from every status', () => {
  test.each(cases)('$step of a campaign that is $status', async ({ step, status, take }) => {
    const one = await added({ status, run: 3 });
    const { from, to } = TRANSITIONS[step];
    if (!(from as readonly string[]).includes(status)) {
      expect(await thrown(() => take(one))).toMatchObject({ kind: 'conflict', code: 'campaign.status' });
      expect(await campaigns.get(one.tenant_id, one.id)).toEqual(one);
      return;
    }
    await take(one);
    const after = await campaigns.get(one.tenant_id, one.id);
    if (step === 'remove') {
      expect([after, await listed(one.tenant_id)]).toEqual([undefined, []]);
      return;
    }
    expect(after).toMatchObject({ status: to ?? status, updated_at: now, updated_by: by });
    expect(await listed(one.tenant_id, to ?? status)).toEqual([one.id]);
    if (to && to !== status) expect(await listed(one.tenant_id, status)).toEqual([]);
  });

  test.each(Object.entries(STEPS))('%s of a campaign that does not exist is refused', async (_, take) => {
    const one = campaignOf({ status: 'draft' });
    expect(await thrown(() => take(one))).toMatchObject({ kind: 'absent', code: 'campaign.not_found' });
    expect(await campaigns.get(one.tenant_id, one.id)).toBeUndefined();
  });

  test.each(Object.entries(STEPS))("%s of another tenant's campaign is refused", async (step, take) => {
    const status = TRANSITIONS[step as keyof typeof STEPS].from[0];
    const one = await added({ status });
    expect(await thrown(() => take({ ...one, tenant_id: ids.next('ten') }))).toMatchObject({ kind: 'absent' });
    expect(await campaigns.get(one.tenant_id, one.id)).toEqual(one);
  });
});

describe('what a transition writes', () => {
  test('the first run sets started_at, which later runs keep, and removes status_reason', async () => {
    const one = await added({ status: 'scheduled', scheduled_at: now, status_reason: 'Old.' });
    const begun = await campaigns.begin('execute', one, 1, change);
    expect(begun).toEqual({
      ...one,
      status: 'sending',
      run: 1,
      started_at: now,
      updated_at: now,
      updated_by: by,
      status_reason: undefined,
    });
    await campaigns.transition('pause', begun, change, 'Because.');
    const resumed = await campaigns.begin('resume', begun, 2, changeAt(START + 1));
    expect(resumed).toMatchObject({ started_at: now, run: 2 });
    expect(resumed).not.toHaveProperty('status_reason');
  });

  test('a pause keeps its reason; completing and cancelling set completed_at', async () => {
    const one = await added({ status: 'sending', run: 1 });
    expect(await campaigns.transition('pause', one, change, 'Because.')).toMatchObject({ status_reason: 'Because.' });
    const cancelled = await campaigns.begin('cancel', one, 2, change);
    expect(cancelled).toMatchObject({ status: 'cancelled', completed_at: now });
    expect(cancelled).not.toHaveProperty('status_reason');
    const other = await added({ status: 'sending', run: 1 });
    expect(await campaigns.transition('complete', other, change)).toMatchObject({
      status: 'completed',
      completed_at: now,
    });
  });

  test('tryTransition answers whether the transition was made', async () => {
    const one = await added({ status: 'sending', run: 2 });
    expect(await campaigns.tryTransition('complete', { ...one, run: 1 }, change)).toBe(false);
    expect(await campaigns.tryTransition('complete', { tenant_id: one.tenant_id, id: one.id }, change)).toBe(true);
    expect(await campaigns.tryTransition('complete', one, change)).toBe(false);
    expect(await campaigns.tryTransition('pause', campaignOf(), change)).toBe(false);
  });
});

describe('a run after the first', () => {
  const later = (minutes: number) => timestamp(START + minutes * 60_000);
  const changeAfter = (minutes: number) => changeAt(START + minutes * 60_000);
  const idle = ({ idle_ms = 0 }: Campaign) => idle_ms / 60_000;

  test('sets started_at when it is the first that sends: after a missed schedule', async () => {
    const one = await added({ status: 'scheduled', scheduled_at: now });
    const missed = await campaigns.transition('miss', one, change, 'Because.');
    expect(missed).toMatchObject({ status: 'paused', run: 0, status_reason: 'Because.' });
    const resumed = await campaigns.begin('resume', missed, 1, changeAfter(1));
    expect(resumed).toMatchObject({ status: 'sending', run: 1, started_at: later(1) });
    expect(resumed).not.toHaveProperty('idle_ms');
  });

  test('adds the time since the last transition to idle_ms', async () => {
    const begun = await campaigns.begin('execute', await added(), 1, change);
    const paused = await campaigns.transition('pause', begun, changeAfter(10), 'Because.');
    const resumed = await campaigns.begin('resume', paused, 2, changeAfter(15));
    expect(idle(resumed)).toBe(5);
    const revived = await campaigns.begin('revive', resumed, 3, changeAfter(20));
    expect(idle(revived)).toBe(5);
    const done = await campaigns.transition('complete', revived, changeAfter(30));
    expect(idle(await campaigns.begin('replay', done, 4, changeAfter(90), { scope: 'failed' }))).toBe(65);
  });

  test('keeps the scope of a replay until the campaign is completed or cancelled', async () => {
    const done = await added({ status: 'completed', run: 1, started_at: now, completed_at: now });
    const replayed = await campaigns.begin('replay', done, 2, changeAfter(1), { scope: 'unknown' });
    expect(replayed).toMatchObject({ replay_scope: 'unknown', completed_at: now });
    const paused = await campaigns.transition('pause', replayed, changeAfter(2), 'Because.');
    const resumed = await campaigns.begin('resume', paused, 3, changeAfter(3));
    const revived = await campaigns.begin('revive', resumed, 4, changeAfter(4));
    expect(revived).toMatchObject({ replay_scope: 'unknown' });
    expect(await campaigns.transition('complete', revived, changeAfter(5))).not.toHaveProperty('replay_scope');
    const again = await campaigns.begin('replay', revived, 5, changeAfter(6), { scope: 'failed' });
    expect(await campaigns.begin('cancel', again, 6, changeAfter(7))).not.toHaveProperty('replay_scope');
  });

  test('may skip run numbers', async () => {
    const one = await added({ status: 'paused', run: 1, started_at: now });
    expect(await campaigns.begin('resume', one, 4, changeAfter(1))).toMatchObject({ status: 'sending', run: 4 });
  });
});

describe('the marker of an active campaign', () => {
  const markerOf = async ({ id }: Campaign) =>
    (await Array.fromAsync(campaigns.active())).find(({ campaign_id }) => campaign_id === id);

  test('exists once the campaign is scheduled or has a run', async () => {
    const draft = await added();
    const scheduled = await added({ status: 'scheduled', scheduled_at: now });
    const begun = await campaigns.begin('execute', await added(), 1, change);
    const cancelled = await campaigns.begin('cancel', await added(), 1, change);
    expect(await markerOf(draft)).toBeUndefined();
    expect(await markerOf(cancelled)).toBeUndefined();
    expect(await markerOf(begun)).toEqual({ tenant_id: begun.tenant_id, campaign_id: begun.id, since: now });
    expect(await markerOf(scheduled)).toMatchObject({ tenant_id: scheduled.tenant_id });
    await campaigns.replace(draft, { ...draft, status: 'scheduled', scheduled_at: now, updated_at: now });
    expect(await markerOf(draft)).toMatchObject({ since: now });
  });

  test('is not written when the transition is refused', async () => {
    const one = await added({ status: 'completed' });
    await thrown(() => campaigns.begin('execute', one, 1, change));
    await thrown(() => campaigns.replace(one, { ...one, status: 'scheduled', updated_at: now }));
    expect(await markerOf(one)).toBeUndefined();
  });

  test('is removed, unless the campaign became active again since it was read', async () => {
    const one = await campaigns.begin('execute', await added(), 1, change);
    const seen = (await markerOf(one))!;
    await campaigns.transition('pause', one, change, 'Because.');
    await campaigns.begin('resume', one, 2, changeAt(START + 1));
    await campaigns.removeActiveMarker(seen);
    expect(await markerOf(one)).toMatchObject({ since: timestamp(START + 1) });
    await campaigns.removeActiveMarker((await markerOf(one))!);
    expect(await markerOf(one)).toBeUndefined();
  });
});

test('a schedule that was set to another time meanwhile is not missed', async () => {
  const one = await added({ status: 'scheduled', scheduled_at: now });
  const after = { ...one, scheduled_at: timestamp(START + 60_000), updated_at: timestamp(START + 1) };
  await campaigns.replace(one, after);
  expect(await campaigns.tryTransition('miss', one, change, 'Because.')).toBe(false);
  expect(await campaigns.get(one.tenant_id, one.id)).toEqual(after);
});

describe('a schedule that fires', () => {
  test.each([
    ['was given another time', { scheduled_at: timestamp(START + 60_000) }],
    ['became a draft again', { status: 'draft', scheduled_at: undefined }],
  ] as const)('begins no run when the campaign %s a moment before', async (_, replaced) => {
    const one = await added({ status: 'scheduled', scheduled_at: now });
    const after = { ...one, ...replaced, updated_at: timestamp(START + 1) };
    await campaigns.replace(one, after);
    expect(await thrown(() => campaigns.begin('fire', one, 1, change))).toMatchObject({ code: 'campaign.status' });
    expect(await campaigns.get(one.tenant_id, one.id)).toMatchObject({ status: after.status, run: 0 });
  });
});

describe('begin', () => {
  test('begins no other version than the one that was asked for', async () => {
    const one = await added();
    await campaigns.replace(one, { ...one, name: 'Other', updated_at: timestamp(START + 1) });
    const begin = (updated_at: string) => campaigns.begin('execute', one, 1, change, { updated_at });
    expect(await thrown(() => begin(one.updated_at))).toMatchObject({ kind: 'outdated', code: 'campaign.changed' });
    expect(await campaigns.get(one.tenant_id, one.id)).toMatchObject({ status: 'draft', run: 0 });
    expect(await begin(timestamp(START + 1))).toMatchObject({ status: 'sending', run: 1, name: 'Other' });
    // Its first act asks for the same once more.
    expect(await begin(timestamp(START + 1))).toMatchObject({ status: 'sending', run: 1 });
  });

  test('refuses a replay of a run that a resume or another scope began', async () => {
    const one = await added({ status: 'paused', run: 1, started_at: now });
    await campaigns.begin('resume', one, 2, change);
    expect(await thrown(() => campaigns.begin('replay', one, 2, change, { scope: 'failed' }))).toMatchObject({
      code: 'campaign.status',
    });
    const other = await added({ status: 'paused', run: 1, started_at: now });
    await campaigns.begin('replay', other, 2, change, { scope: 'unknown' });
    expect(await thrown(() => campaigns.begin('replay', other, 2, change, { scope: 'failed' }))).toMatchObject({
      code: 'campaign.status',
    });
    expect(await campaigns.begin('replay', other, 2, change, { scope: 'unknown' })).toMatchObject({
      replay_scope: 'unknown',
    });
  });

  test('of the same run by many at once happens once', async () => {
    const one = await added();
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, n) => campaigns.begin('execute', one, 1, changeAt(START + n))),
    );
    expect(new Set(all.map(({ started_at }) => started_at)).size).toBe(1);
    expect(all.every(({ run, status }) => run === 1 && status === 'sending')).toBe(true);
  });

  test('of a run that has ended meanwhile answers the campaign as it is', async () => {
    const one = await added({ status: 'sending', run: 1 });
    await campaigns.transition('complete', one, change);
    expect(await campaigns.begin('execute', one, 1, changeAt(START + 5))).toMatchObject({
      status: 'completed',
      updated_at: now,
    });
  });

  test.each([0, 2, 3])('of run %i of a campaign that is in run 5 is refused', async (run) => {
    const one = await added({ run: 5 });
    expect(await thrown(() => campaigns.begin('execute', one, run, change))).toMatchObject({ code: 'campaign.status' });
  });

  test('of the same run by a cancel and a resume at once lets one of them win', async () => {
    const one = await added({ status: 'paused', run: 1 });
    const steps = ['cancel', 'resume'] as const;
    const outcomes = await Promise.allSettled(steps.map((step) => campaigns.begin(step, one, 2, change)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const done = steps[outcomes.findIndex(({ status }) => status === 'fulfilled')]!;
    const expected = done === 'cancel' ? 'cancelled' : 'sending';
    expect((await campaigns.get(one.tenant_id, one.id))?.status).toBe(expected);
    const other = done === 'cancel' ? 'resume' : 'cancel';
    expect(await thrown(() => campaigns.begin(other, one, 2, change))).toMatchObject({ code: 'campaign.status' });
    expect(await campaigns.begin(done, one, 2, change)).toMatchObject({ status: expected });
  });
});

describe('replace', () => {
  test('of a campaign that another request changed meanwhile is refused', async () => {
    const before = await added();
    await campaigns.replace(before, { ...before, name: 'A', updated_at: timestamp(START + 1) });
    const error = await thrown(() => campaigns.replace(before, { ...before, name: 'B', updated_at: now }));
    expect(error).toMatchObject({ code: 'campaign.status' });
    expect(error.message).toContain('meanwhile');
    expect((await campaigns.get(before.tenant_id, before.id))?.name).toBe('A');
  });

  test('of a draft that was scheduled meanwhile is refused, even in the same millisecond', async () => {
    const before = await added();
    await campaigns.replace(before, { ...before, status: 'scheduled', scheduled_at: now });
    expect(await thrown(() => campaigns.replace(before, { ...before, name: 'B' }))).toMatchObject({
      code: 'campaign.status',
    });
    expect((await campaigns.get(before.tenant_id, before.id))?.name).toBe(before.name);
  });

  test('removes the fields that the change removed, and moves the campaign between the lists', async () => {
    const before = await added({ description: 'D' });
    await campaigns.replace(before, { ...before, description: undefined, status: 'scheduled', updated_at: now });
    expect(await campaigns.get(before.tenant_id, before.id)).not.toHaveProperty('description');
    expect(await listed(before.tenant_id, 'scheduled')).toEqual([before.id]);
    expect(await listed(before.tenant_id, 'draft')).toEqual([]);
  });
});

test('the list has the newest campaigns first, page by page, by tenant and by status', async () => {
  const tenant_id = ids.next('ten');
  const made: Campaign[] = [];
  for (let n = 0; n < 7; n += 1) made.push(await added({ tenant_id, status: n % 3 === 0 ? 'sending' : 'draft' }));
  await added();
  const newest = made.map(({ id }) => id).toReversed();
  expect(await listed(tenant_id)).toEqual(newest);
  const pages: string[][] = [];
  let after: Record<string, unknown> | undefined;
  do {
    const page = await campaigns.page(tenant_id, undefined, { limit: 3, after });
    pages.push(page.items.map(({ id }) => id));
    after = page.last;
  } while (after);
  expect(pages.flat()).toEqual(newest);
  expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
  expect(await listed(tenant_id, 'sending')).toEqual([made[6]!.id, made[3]!.id, made[0]!.id]);
  expect(await listed(tenant_id, 'paused')).toEqual([]);
});

describe('a list that is searched', async () => {
  const tenant_id = ids.next('ten');
  const names = ['Spring sale', 'News', 'Summer SALE', 'Größe 38', 'Autumn', 'Sales talk'];
  const hour = (n: number) => timestamp(START + n * 3_600_000);
  beforeAll(async () => {
    for (const [n, name] of names.entries())
      await added({ tenant_id, name, created_at: hour(n), status: n < 3 ? 'sending' : 'draft' });
  });
  const found = async (filter: object, limit = 100) => {
    const { items, last } = await campaigns.search(tenant_id, filter, { limit });
    return { names: items.map(({ name }) => name), last };
  };

  test.each([
    [{ name: 'sale' }, ['Sales talk', 'Summer SALE', 'Spring sale']],
    [{ name: 'GRÖSSE' }, []],
    [{ name: 'gröSSe' }, []],
    [{ name: 'GRÖ' }, ['Größe 38']],
    [{ name: 'sale', status: 'sending' }, ['Summer SALE', 'Spring sale']],
    [{ created_after: hour(4) }, ['Sales talk', 'Autumn']],
    [{ created_before: hour(1) }, ['Spring sale']],
    [{ created_after: hour(1), created_before: hour(3) }, ['Summer SALE', 'News']],
    [{ name: 'sale', created_before: hour(5) }, ['Summer SALE', 'Spring sale']],
    [{ name: 'nothing' }, []],
  ])('by %j has those, newest first', async (filter, expected) => {
    expect(await found(filter)).toEqual({ names: expected, last: undefined });
  });

  test.each([{}, { status: 'sending' as const }])('of %j goes on where its last page ended', async (more) => {
    const first = await campaigns.search(tenant_id, { name: 's', ...more }, { limit: 1 });
    expect(first.last).toBeDefined();
    const rest = await campaigns.search(tenant_id, { name: 's', ...more }, { limit: 100, after: first.last });
    const all = await campaigns.search(tenant_id, { name: 's', ...more }, { limit: 100 });
    expect([...first.items, ...rest.items]).toEqual(all.items);
  });
});

test('templates are set with what the campaign waits for, unless it has changed or is gone', async () => {
  const one = await added({ status: 'sending', status_reason: 'In review.' });
  const pending = { default: { template_id: 'HX1', state: 'pending' as const } };
  await campaigns.setTemplates(one, pending, 'Still in review.');
  expect(await campaigns.get(one.tenant_id, one.id)).toEqual({
    ...one,
    content_templates: pending,
    status_reason: 'Still in review.',
  });
  await campaigns.setTemplates(one, approved('HX1'), null);
  expect(await campaigns.get(one.tenant_id, one.id)).toEqual({
    ...one,
    content_templates: approved('HX1'),
    status_reason: undefined,
  });
  for (const stale of [
    { ...one, status: 'paused' as const },
    { ...one, updated_at: timestamp(0) },
  ])
    await campaigns.setTemplates(stale, approved('HX2'), 'Because.');
  expect((await campaigns.get(one.tenant_id, one.id))?.content_templates).toEqual(approved('HX1'));
  const gone = campaignOf();
  await campaigns.setTemplates(gone, approved('HX1'));
  expect(await campaigns.get(gone.tenant_id, gone.id)).toBeUndefined();
});

test('a draft of an earlier version, which does not say how it is sent, goes as templates once it begins', async () => {
  const { send_as: _, ...draft } = await added();
  await opened.table.put({ pk: `TENANT#${draft.tenant_id}#CAMPAIGN#${draft.id}`, sk: 'CAMPAIGN', ...draft });
  const found = await campaigns.get(draft.tenant_id, draft.id);
  expect(found?.send_as).toBeUndefined();
  expect(await campaigns.begin('execute', found!, 1, change)).toMatchObject({ send_as: 'template' });
});

test('campaigns are counted however large they are: a page of DynamoDB ends at a megabyte', async () => {
  const tenant_id = ids.next('ten');
  const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`field ${n}`, 'x'.repeat(500)]));
  const all = Array.from({ length: 50 }, () => ({ tenant_id, metadata }));
  for (const one of all) await added({ ...one, status: 'paused' });
  for (const one of all) await added({ ...one, status: 'draft' });
  expect(await campaigns.countActive(tenant_id, 'cmp_none', 60)).toBe(50);
  expect(await campaigns.countActive(tenant_id, 'cmp_none', 45)).toBe(45);
  expect(await campaigns.countDrafts(tenant_id, 60)).toBe(50);
  expect(await campaigns.countDrafts(tenant_id, 45)).toBe(45);
  expect(await campaigns.countDrafts(ids.next('ten'), 45)).toBe(0);
});
