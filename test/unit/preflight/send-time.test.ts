import { expect, test } from 'vitest';

import { asBegun } from '../../../shared/campaign/campaign.ts';
import { NO_FACTS } from '../../../shared/campaign/audience.ts';
import { timeShareOf } from '../../../shared/campaign/send-time.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { countCustomer, noCounts } from '../../../shared/preflight/audience-counts.ts';
import { forecast } from '../../../shared/preflight/forecast.ts';
import { notesOf } from '../../../shared/preflight/notes.ts';
import { campaignOf, customerOf, fixedId, START } from '../fixtures.ts';

const HOUR = 3_600_000;
/** Of ids that are made by chance, now and then too many would have the start's own hour. */
const people = Array.from({ length: 200 }, (_, n) =>
  customerOf({ id: fixedId('cus', n), created_at: timestamp(START - 1) }),
);

test.each([
  [true, 'send_time_best', ['best', 'random']],
  [false, 'send_time_unproved', ['random']],
] as const)(
  'where best hours are proved (%s), those who wait are counted, and the end is a day later',
  (timing, code, shares) => {
    const button = { id: 'order', title: 'Order', type: 'reply' as const };
    const draft = campaignOf({ id: fixedId('cmp', 1), send_time: 'best', buttons: [button] });
    const campaign = { ...asBegun(draft, timestamp(START)), timing };
    const counts = noCounts();
    const terms = { campaign, starts_at: START, hours: undefined, cap: undefined };
    for (const one of people) countCustomer(counts, terms, one, NO_FACTS);
    const timed = people.filter(({ id }) =>
      (shares as readonly string[]).includes(timeShareOf(campaign.id, id)),
    ).length;
    const waiting = counts.waits.get('send_time') ?? 0;
    // One hour in 24 is the start's own.
    expect(waiting).toBeLessThanOrEqual(timed);
    expect(waiting).toBeGreaterThan(timed * 0.7);
    const queues = [...counts.queues].map(([key, count]) => ({
      zone: '',
      from: Number(key.split(' ')[1]),
      people: count,
    }));
    const pace = { starts_at: START, rate: 80, hours: undefined, daily_limit: undefined, counted: new Map() };
    const { ends_at } = forecast(queues, pace);
    expect(ends_at! - START).toBeGreaterThan(15 * HOUR);
    expect(ends_at! - START).toBeLessThan(24 * HOUR);
    const notes = notesOf(campaign, {
      counted: { counts },
      cost: { lines: [], currency: 'USD', amount: '0' },
      timing: { starts_at: timestamp(START), ends_at: null, rate: 1, after: [] },
      experiment: null,
      dailyLimit: undefined,
      limit: undefined,
    } as unknown as Parameters<typeof notesOf>[1]);
    expect(notes).toContainEqual({ code, message: expect.stringContaining('24 hours') as string, count: waiting });
  },
);
