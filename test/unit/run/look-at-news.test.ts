import { describe, expect, test } from 'vitest';

import type { CampaignWatch, LaneNews } from '../../../shared/run/callback-watch.ts';
import { lookAtNews } from '../../../shared/run/look-at-news.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { campaignOf, START } from '../fixtures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RECOVER_AFTER = [15 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR];
const ENDED = campaignOf({ status: 'completed', run: 1, updated_at: timestamp(START) });

function watchOf(given: Partial<CampaignWatch> = {}): CampaignWatch {
  const { tenant_id, id: campaign_id } = ENDED;
  const counted = { run: 1, looks: 0, gone_out: 0, grown_at: START, left: 0 };
  return { tenant_id, campaign_id, next_at: START, ...counted, ...given };
}

function lane(number: number, accepted: number, delivered: number, read = 0, failed = 0): LaneNews {
  return { lane: number, accepted, delivered, read, failed };
}

function look(watch: CampaignWatch, lanes: readonly LaneNews[], minutes: number, campaign = ENDED) {
  return lookAtNews(watch, campaign, lanes, { now: START + minutes * MINUTE, recoverAfter: RECOVER_AFTER });
}

/** Looks whenever the watch says so, until it is over. @returns the minutes of the looks that asked, with what they asked */
function looksAt(lanesAt: (minutes: number) => readonly LaneNews[]) {
  const asked: [minutes: number, kind: string, silent: number][] = [];
  let watch = watchOf({ next_at: START + 15 * MINUTE });
  for (let taken = 0; taken < 20; taken += 1) {
    const minutes = (watch.next_at - START) / MINUTE;
    const { after, ask, isOver } = look(watch, lanesAt(minutes), minutes);
    if (ask) asked.push([minutes, ask.job.kind, ask.silent]);
    if (isOver) return asked;
    watch = after;
  }
  throw new Error('The watch does not end.');
}

describe('a campaign that has ended', () => {
  test('is asked about 15 minutes, 1, 6 and 24 hours after its last message while some are silent', () => {
    expect(looksAt(() => [lane(0, 5, 5, 5), lane(3, 10, 8, 5)])).toEqual([
      [15, 'ask_each', 2],
      [60, 'ask_each', 2],
      [360, 'ask_each', 2],
      [1440, 'ask_each', 5],
    ]);
  });

  test('is not asked about when every message has been read or has failed', () => {
    expect(looksAt(() => [lane(0, 10, 10, 10, 3)])).toEqual([]);
  });

  test('is asked about once more after a day for those delivered and not read, whose last news may be lost', () => {
    expect(looksAt(() => [lane(0, 100, 100, 60)])).toEqual([[1440, 'list_sent', 40]]);
  });

  test('is listed when more than twenty are silent, and asked about one by one below, in their lanes only', () => {
    const counts = [lane(2, 100, 90), lane(7, 100, 90), lane(9, 50, 50)];
    const { ask } = look(watchOf(), counts, 15);
    expect(ask?.job).toMatchObject({ kind: 'ask_each', lanes: [2, 7], isLast: false });
    expect(look(watchOf(), [...counts, lane(8, 1, 0)], 15).ask?.job).toMatchObject({ kind: 'list_sent' });
  });

  test('is looked at no more than four times, however late', () => {
    const late = look(watchOf(), [lane(0, 1, 0)], 3 * 1440);
    expect(late).toMatchObject({ isOver: true, ask: { silent: 1 } });
  });

  test('is asked about again after a replay', () => {
    const asked = look(watchOf({ looks: 3, gone_out: 10 }), [lane(0, 10, 9)], 75);
    expect(asked.ask).toBeUndefined();
    const again = { ...ENDED, run: 2, updated_at: timestamp(START + HOUR) };
    expect(look(watchOf({ looks: 3, gone_out: 10 }), [lane(0, 10, 9)], 75, again)).toMatchObject({
      ask: { silent: 1 },
      after: { run: 2, looks: 1 },
    });
  });
});

describe('a campaign that sends', () => {
  const sending = { ...ENDED, status: 'sending' as const };

  test('asks nothing while those that had gone out at the last look have news', () => {
    const step = look(watchOf({ gone_out: 1_000 }), [lane(0, 2_000, 1_000)], 30, sending);
    expect(step.ask).toBeUndefined();
    expect(step.after).toMatchObject({ gone_out: 2_000, next_at: START + 45 * MINUTE, looks: 0 });
  });

  test('asks when fewer have news than had gone out at the last look, and not again for the same ones', () => {
    const first = look(watchOf({ gone_out: 1_000 }), [lane(0, 2_000, 400)], 30, sending);
    expect(first).toMatchObject({ ask: { job: { kind: 'list_sent' } }, after: { left: 600 } });
    // They stay silent, and all that followed have news.
    const second = look(first.after, [lane(0, 3_000, 1_400)], 45, sending);
    expect(second.ask).toBeUndefined();
    // Their news came: from here on, everything that is silent is new.
    const third = look(second.after, [lane(0, 4_000, 3_000)], 60, sending);
    expect(third.after.left).toBe(0);
    expect(look(third.after, [lane(0, 5_000, 3_000)], 75, sending).ask).toBeDefined();
  });

  test('and waits is asked about like one that has ended, and watched on', () => {
    const waiting = watchOf({ gone_out: 10, grown_at: START });
    const step = look(waiting, [lane(0, 10, 8)], 60, sending);
    expect(step).toMatchObject({ ask: { silent: 2 }, isOver: false, after: { looks: 2 } });
    expect(look(step.after, [lane(0, 10, 8)], 75, sending).ask).toBeUndefined();
    expect(look(step.after, [lane(0, 10, 8)], 1_440, sending)).toMatchObject({ ask: { silent: 10 }, isOver: false });
  });
});
