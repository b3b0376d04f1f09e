import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { STATUSES, TRANSITIONS, type Campaign, type CampaignStatus } from '../../../shared/campaign/campaign.ts';
import { campaignStore, type Campaigns } from '../../../shared/campaign/campaign.store.ts';
import { closeCampaign } from '../../../shared/run/close-campaign.ts';
import { beginRun, type BeginStep } from '../../../shared/run/begin-run.ts';
import type { Run } from '../../../shared/run/run.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, keptLog, START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let campaigns: Campaigns;
beforeAll(async () => {
  opened = await testTable();
  campaigns = campaignStore(opened.table);
}, 30_000);
afterAll(() => opened.close());

const now = timestamp(START);
async function added(given: Partial<Campaign> = {}): Promise<Campaign> {
  const one = campaignOf(given);
  await campaigns.add(one);
  return one;
}
const listed = async (tenant: string, status?: CampaignStatus) =>
  (await campaigns.page(tenant, status, { limit: 100 })).items.map(({ id }) => id);

/** Every step that the store takes, and what it makes of a campaign. */
const STEPS = {
  change: (one: Campaign) => campaigns.replace(one, { ...one, name: 'New', updated_at: now }),
  remove: (one: Campaign) => campaigns.remove(one.tenant_id, one.id),
  execute: (one: Campaign) => campaigns.begin('execute', one, one.run + 1, now),
  fire: (one: Campaign) => campaigns.begin('fire', one, one.run + 1, now),
  resume: (one: Campaign) => campaigns.begin('resume', one, one.run + 1, now),
  cancel: (one: Campaign) => campaigns.begin('cancel', one, one.run + 1, now),
  replay: (one: Campaign) => campaigns.begin('replay', one, one.run + 1, now, 'failed'),
  revive: (one: Campaign) => campaigns.begin('revive', one, one.run + 1, now),
  wind_up: (one: Campaign) => campaigns.begin('wind_up', one, one.run + 1, now),
  miss: (one: Campaign) => campaigns.take('miss', one, now, 'Because.'),
  pause: (one: Campaign) => campaigns.take('pause', one, now, 'Because.'),
  complete: (one: Campaign) => campaigns.take('complete', one, now),
};
const cases = Object.entries(STEPS).flatMap(([step, take]) =>
  STATUSES.map((status) => ({ step: step as keyof typeof STEPS, status, take })),
);

describe('every step from every status', () => {
  test.each(cases)('$step when $status', async ({ step, status, take }) => {
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
    expect(after).toMatchObject({ status: to ?? status, updated_at: now });
    expect(await listed(one.tenant_id, to ?? status)).toEqual([one.id]);
    if (to && to !== status) expect(await listed(one.tenant_id, status)).toEqual([]);
  });

  test.each(Object.entries(STEPS))('%s of nothing', async (_, take) => {
    const one = campaignOf({ status: 'draft' });
    expect(await thrown(() => take(one))).toMatchObject({ kind: 'absent', code: 'campaign.not_found' });
    expect(await campaigns.get(one.tenant_id, one.id)).toBeUndefined();
  });

  test.each(Object.entries(STEPS))("%s of another tenant's", async (step, take) => {
    const status = TRANSITIONS[step as keyof typeof STEPS].from[0];
    const one = await added({ status });
    expect(await thrown(() => take({ ...one, tenant_id: ids.next('ten') }))).toMatchObject({ kind: 'absent' });
    expect(await campaigns.get(one.tenant_id, one.id)).toEqual(one);
  });
});

describe('what a step leaves', () => {
  test('execute: a first start that stays, no reason', async () => {
    const one = await added({ status: 'scheduled', scheduled_at: now, status_reason: 'Old.' });
    const begun = await campaigns.begin('execute', one, 1, now);
    expect(begun).toEqual({
      ...one,
      status: 'sending',
      run: 1,
      started_at: now,
      updated_at: now,
      status_reason: undefined,
    });
    await campaigns.take('pause', begun, now, 'Because.');
    const resumed = await campaigns.begin('resume', begun, 2, timestamp(START + 1));
    expect(resumed).toMatchObject({ started_at: now, run: 2 });
    expect(resumed).not.toHaveProperty('status_reason');
  });

  test('pause: the reason. complete and cancel: the end', async () => {
    const one = await added({ status: 'sending', run: 1 });
    expect(await campaigns.take('pause', one, now, 'Because.')).toMatchObject({ status_reason: 'Because.' });
    const cancelled = await campaigns.begin('cancel', one, 2, now);
    expect(cancelled).toMatchObject({ status: 'cancelled', completed_at: now });
    expect(cancelled).not.toHaveProperty('status_reason');
    const other = await added({ status: 'sending', run: 1 });
    expect(await campaigns.take('complete', other, now)).toMatchObject({ status: 'completed', completed_at: now });
  });

  test('tryTake says whether it did', async () => {
    const one = await added({ status: 'sending', run: 2 });
    expect(await campaigns.tryTake('complete', { ...one, run: 1 }, now)).toBe(false);
    expect(await campaigns.tryTake('complete', { tenant_id: one.tenant_id, id: one.id }, now)).toBe(true);
    expect(await campaigns.tryTake('complete', one, now)).toBe(false);
    expect(await campaigns.tryTake('pause', campaignOf(), now)).toBe(false);
  });
});

describe('what begins again', () => {
  const later = (minutes: number) => timestamp(START + minutes * 60_000);
  const idle = ({ idle_ms = 0 }: Campaign) => idle_ms / 60_000;

  test('starts when a missed schedule is resumed', async () => {
    const one = await added({ status: 'scheduled', scheduled_at: now });
    const missed = await campaigns.take('miss', one, now, 'Because.');
    expect(missed).toMatchObject({ status: 'paused', run: 0, status_reason: 'Because.' });
    const resumed = await campaigns.begin('resume', missed, 1, later(1));
    expect(resumed).toMatchObject({ status: 'sending', run: 1, started_at: later(1) });
    expect(resumed).not.toHaveProperty('idle_ms');
  });

  test('knows how long it was not sending', async () => {
    const begun = await campaigns.begin('execute', await added(), 1, now);
    const paused = await campaigns.take('pause', begun, later(10), 'Because.');
    const resumed = await campaigns.begin('resume', paused, 2, later(15));
    expect(idle(resumed)).toBe(5);
    const revived = await campaigns.begin('revive', resumed, 3, later(20));
    expect(idle(revived)).toBe(5);
    const done = await campaigns.take('complete', revived, later(30));
    expect(idle(await campaigns.begin('replay', done, 4, later(90), 'failed'))).toBe(65);
  });

  test('knows what it replays, until that is done or called off', async () => {
    const done = await added({ status: 'completed', run: 1, started_at: now, completed_at: now });
    const replayed = await campaigns.begin('replay', done, 2, later(1), 'unknown');
    expect(replayed).toMatchObject({ replay_scope: 'unknown', completed_at: now });
    const paused = await campaigns.take('pause', replayed, later(2), 'Because.');
    const resumed = await campaigns.begin('resume', paused, 3, later(3));
    const revived = await campaigns.begin('revive', resumed, 4, later(4));
    expect(revived).toMatchObject({ replay_scope: 'unknown' });
    expect(await campaigns.take('complete', revived, later(5))).not.toHaveProperty('replay_scope');
    const again = await campaigns.begin('replay', revived, 5, later(6), 'failed');
    expect(await campaigns.begin('cancel', again, 6, later(7))).not.toHaveProperty('replay_scope');
  });

  test('may leave out a number that is spent', async () => {
    const one = await added({ status: 'paused', run: 1, started_at: now });
    expect(await campaigns.begin('resume', one, 4, later(1))).toMatchObject({ status: 'sending', run: 4 });
  });
});

describe('those to watch', () => {
  const watched = async ({ id }: Campaign) =>
    (await Array.fromAsync(campaigns.active())).find(({ campaign_id }) => campaign_id === id);

  test('are scheduled or begun, of whatever tenant', async () => {
    const draft = await added();
    const scheduled = await added({ status: 'scheduled', scheduled_at: now });
    const begun = await campaigns.begin('execute', await added(), 1, now);
    const cancelled = await campaigns.begin('cancel', await added(), 1, now);
    expect(await watched(draft)).toBeUndefined();
    expect(await watched(cancelled)).toBeUndefined();
    expect(await watched(begun)).toEqual({ tenant_id: begun.tenant_id, campaign_id: begun.id, since: now });
    expect(await watched(scheduled)).toMatchObject({ tenant_id: scheduled.tenant_id });
    await campaigns.replace(draft, { ...draft, status: 'scheduled', scheduled_at: now, updated_at: now });
    expect(await watched(draft)).toMatchObject({ since: now });
  });

  test('are none that a refused step would have made one', async () => {
    const one = await added({ status: 'completed' });
    await thrown(() => campaigns.begin('execute', one, 1, now));
    await thrown(() => campaigns.replace(one, { ...one, status: 'scheduled', updated_at: now }));
    expect(await watched(one)).toBeUndefined();
  });

  test('are forgotten, but not when they have become so again', async () => {
    const one = await campaigns.begin('execute', await added(), 1, now);
    const seen = (await watched(one))!;
    await campaigns.take('pause', one, now, 'Because.');
    await campaigns.begin('resume', one, 2, timestamp(START + 1));
    await campaigns.unwatch(seen);
    expect(await watched(one)).toMatchObject({ since: timestamp(START + 1) });
    await campaigns.unwatch((await watched(one))!);
    expect(await watched(one)).toBeUndefined();
  });
});

test('a missed schedule is not one that was set anew meanwhile', async () => {
  const one = await added({ status: 'scheduled', scheduled_at: now });
  const after = { ...one, scheduled_at: timestamp(START + 60_000), updated_at: timestamp(START + 1) };
  await campaigns.replace(one, after);
  expect(await campaigns.tryTake('miss', one, now, 'Because.')).toBe(false);
  expect(await campaigns.get(one.tenant_id, one.id)).toEqual(after);
});

describe('a schedule that fires', () => {
  test.each([
    ['was given another time', { scheduled_at: timestamp(START + 60_000) }],
    ['was taken back', { status: 'draft', scheduled_at: undefined }],
  ] as const)('begins nothing when the campaign %s a moment before', async (_, change) => {
    const one = await added({ status: 'scheduled', scheduled_at: now });
    const after = { ...one, ...change, updated_at: timestamp(START + 1) };
    await campaigns.replace(one, after);
    expect(await thrown(() => campaigns.begin('fire', one, 1, now))).toMatchObject({ code: 'campaign.status' });
    expect(await campaigns.get(one.tenant_id, one.id)).toMatchObject({ status: after.status, run: 0 });
  });
});

describe('begin', () => {
  test('never takes a resume for a replay of the same run, or one scope for another', async () => {
    const one = await added({ status: 'paused', run: 1, started_at: now });
    await campaigns.begin('resume', one, 2, now);
    expect(await thrown(() => campaigns.begin('replay', one, 2, now, 'failed'))).toMatchObject({
      code: 'campaign.status',
    });
    const other = await added({ status: 'paused', run: 1, started_at: now });
    await campaigns.begin('replay', other, 2, now, 'unknown');
    expect(await thrown(() => campaigns.begin('replay', other, 2, now, 'failed'))).toMatchObject({
      code: 'campaign.status',
    });
    expect(await campaigns.begin('replay', other, 2, now, 'unknown')).toMatchObject({ replay_scope: 'unknown' });
  });

  test('of one run by many happens once', async () => {
    const one = await added();
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, n) => campaigns.begin('execute', one, 1, timestamp(START + n))),
    );
    expect(new Set(all.map(({ started_at }) => started_at)).size).toBe(1);
    expect(all.every(({ run, status }) => run === 1 && status === 'sending')).toBe(true);
  });

  test('of a run that went on since answers the campaign as it is', async () => {
    const one = await added({ status: 'sending', run: 1 });
    await campaigns.take('complete', one, now);
    expect(await campaigns.begin('execute', one, 1, timestamp(START + 5))).toMatchObject({
      status: 'completed',
      updated_at: now,
    });
  });

  test.each([0, 2, 3])('of run %i of a campaign in run 0 is refused if it is not the next', async (run) => {
    const one = await added({ run: 5 });
    expect(await thrown(() => campaigns.begin('execute', one, run, now))).toMatchObject({ code: 'campaign.status' });
  });

  test('never takes a cancel for a resume of the same run, or the other way round', async () => {
    const one = await added({ status: 'paused', run: 1 });
    const steps = ['cancel', 'resume'] as const;
    const outcomes = await Promise.allSettled(steps.map((step) => campaigns.begin(step, one, 2, now)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const done = steps[outcomes.findIndex(({ status }) => status === 'fulfilled')]!;
    const expected = done === 'cancel' ? 'cancelled' : 'sending';
    expect((await campaigns.get(one.tenant_id, one.id))?.status).toBe(expected);
    const other = done === 'cancel' ? 'resume' : 'cancel';
    expect(await thrown(() => campaigns.begin(other, one, 2, now))).toMatchObject({ code: 'campaign.status' });
    expect(await campaigns.begin(done, one, 2, now)).toMatchObject({ status: expected });
  });
});

describe('replace', () => {
  test('of a campaign that another changed meanwhile loses nothing', async () => {
    const before = await added();
    await campaigns.replace(before, { ...before, name: 'A', updated_at: timestamp(START + 1) });
    const error = await thrown(() => campaigns.replace(before, { ...before, name: 'B', updated_at: now }));
    expect(error).toMatchObject({ code: 'campaign.status' });
    expect(error.message).toContain('meanwhile');
    expect((await campaigns.get(before.tenant_id, before.id))?.name).toBe('A');
  });

  test('takes away what the change took away, and moves between the lists', async () => {
    const before = await added({ description: 'D' });
    await campaigns.replace(before, { ...before, description: undefined, status: 'scheduled', updated_at: now });
    expect(await campaigns.get(before.tenant_id, before.id)).not.toHaveProperty('description');
    expect(await listed(before.tenant_id, 'scheduled')).toEqual([before.id]);
    expect(await listed(before.tenant_id, 'draft')).toEqual([]);
  });
});

test('the list is newest first, page by page, of one tenant and of one status', async () => {
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

test('the first template noted while sending stays, and with it goes the reason for waiting', async () => {
  const one = await added({ status: 'sending', status_reason: 'In review.' });
  await campaigns.explain(one, 'Still in review.');
  expect((await campaigns.get(one.tenant_id, one.id))?.status_reason).toBe('Still in review.');
  await campaigns.noteTemplate(one, 'HX1');
  await campaigns.noteTemplate(one, 'HX2');
  const noted = await campaigns.get(one.tenant_id, one.id);
  expect(noted).toEqual({ ...one, content_sid: 'HX1', status_reason: undefined });
  const paused = await added({ status: 'paused', status_reason: 'Because.' });
  await campaigns.noteTemplate(paused, 'HX1');
  await campaigns.explain(paused, 'In review.');
  expect(await campaigns.get(paused.tenant_id, paused.id)).toEqual(paused);
  const gone = campaignOf();
  await campaigns.noteTemplate(gone, 'HX1');
  expect(await campaigns.get(gone.tenant_id, gone.id)).toBeUndefined();
});

describe('a run is begun', () => {
  const clock = fakeClock();
  const started: Run[] = [];
  const runs = {
    async start(run: Run) {
      started.push(run);
      return 'under_way' as const;
    },
  };
  const begin = (step: BeginStep, one: Campaign, more: object = {}) =>
    beginRun(step, one, { campaigns, clock, runs, ...more });

  test('by its execution first, the status after', async () => {
    const one = await added();
    const seen: unknown[] = [];
    const watching = {
      async start() {
        seen.push((await campaigns.get(one.tenant_id, one.id))?.status);
      },
    };
    expect(await begin('execute', one, { runs: watching })).toMatchObject({ status: 'sending', run: 1 });
    expect(seen).toEqual(['draft']);
  });

  test('or not at all when the execution cannot be started', async () => {
    const one = await added({ status: 'paused', run: 4 });
    const broken = { start: () => Promise.reject(new Error('no')) };
    expect(await thrown(() => begin('resume', one, { runs: broken }))).toMatchObject({ message: 'no' });
    expect(await campaigns.get(one.tenant_id, one.id)).toEqual(one);
  });

  test('in the next number, for what the execution needs to know', async () => {
    const one = await added({ status: 'paused', run: 4 });
    started.length = 0;
    await begin('resume', one);
    expect(started).toEqual([{ tenant_id: one.tenant_id, campaign_id: one.id, run: 5, step: 'resume' }]);
  });

  test.each([
    ['draft', 0, 0],
    ['scheduled', 0, 0],
    ['sending', 1, 1],
    ['paused', 2, 1],
  ] as const)('by cancelling a campaign that is %s in run %i: %i executions', async (status, run, executions) => {
    const one = await added({ status, run });
    started.length = 0;
    expect(await begin('cancel', one)).toMatchObject({ status: 'cancelled', run: run + 1 });
    expect(started).toHaveLength(executions);
  });

  test('never from a status that does not permit it, and no execution is started', async () => {
    started.length = 0;
    const one = await added({ status: 'completed', run: 1 });
    expect(await thrown(() => begin('cancel', one))).toMatchObject({ code: 'campaign.status' });
    expect(await thrown(() => begin('execute', campaignOf()))).toMatchObject({ code: 'campaign.not_found' });
    expect(started).toEqual([]);
  });

  test('under the next number that is not spent', async () => {
    const one = await added({ status: 'paused', run: 1, started_at: now });
    const start = async ({ run }: Run) => (run < 4 ? 'spent' : 'under_way');
    expect(await begin('resume', one, { runs: { start } })).toMatchObject({ status: 'sending', run: 4 });
  });

  test('to replay a scope that its execution knows, never of a campaign that did not begin', async () => {
    const one = await added({ status: 'completed', run: 1, started_at: now });
    started.length = 0;
    expect(await beginRun('replay', one, { campaigns, clock, runs }, 'unknown')).toMatchObject({
      status: 'sending',
      replay_scope: 'unknown',
    });
    expect(started).toMatchObject([{ run: 2, step: 'replay', scope: 'unknown' }]);
    const never = await added({ status: 'cancelled', run: 1 });
    expect(await thrown(() => begin('replay', never))).toMatchObject({ code: 'campaign.status' });
    expect(started).toHaveLength(1);
  });

  test('once, whoever asks first', async () => {
    const one = await added();
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => begin('execute', one)));
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await campaigns.get(one.tenant_id, one.id)).toMatchObject({ status: 'sending', run: 1 });
  });
});

describe('a run is closed', () => {
  const { lines, log } = keptLog();
  const close = (one: Campaign, run: number, more: object = {}) =>
    closeCampaign(
      { tenant_id: one.tenant_id, campaign_id: one.id, run, step: 'execute' },
      { campaigns, clock: fakeClock(), log, ...more },
    );

  test.each([
    ['sending', 1, 'completed'],
    ['sending', 2, 'sending'],
    ['paused', 1, 'paused'],
    ['cancelled', 1, 'cancelled'],
    ['completed', 1, 'completed'],
  ] as const)('when the campaign is %s in run %i: %s', async (status, run, after) => {
    const one = await added({ status, run });
    lines.length = 0;
    await close(one, 1);
    expect((await campaigns.get(one.tenant_id, one.id))?.status).toBe(after);
    expect(lines).toHaveLength(status === 'sending' && run === 1 ? 1 : 0);
  });

  test('without harm when the campaign is gone', async () => {
    lines.length = 0;
    await close(campaignOf(), 1);
    expect(lines).toEqual([]);
  });

  test('and leaves alone a next run that began meanwhile', async () => {
    const one = await added({ status: 'sending', run: 1 });
    const slow = {
      ...campaigns,
      async get(tenant: string, id: string) {
        const read = await campaigns.get(tenant, id);
        await campaigns.take('pause', one, now, 'Because.');
        await campaigns.begin('resume', one, 2, now);
        return read;
      },
    };
    await close(one, 1, { campaigns: slow });
    expect(await campaigns.get(one.tenant_id, one.id)).toMatchObject({ status: 'sending', run: 2 });
  });
});
