import { describe, expect, test } from 'vitest';

import { matches, targetCriteria, type Candidate, type Facts } from '../../../shared/campaign/audience.ts';
import type { Engaged } from '../../../shared/campaign/engagement.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';

const ana: Candidate = {
  ...{ id: ids.next('cus'), tags: ['vip'], language: 'de', country: 'DE', attributes: {} },
  ...{ created_at: '2026-05-01T00:00:00.000Z', last_inbound_at: '2026-11-18T00:00:00.000Z' },
};
const AT = Date.parse('2026-11-20T00:00:00.000Z');
const [campaign_id, seg] = [ids.next('cmp'), ids.next('seg')];
const factsOf = (messages: readonly Engaged[], segments: Facts['segments'] = new Map()): Facts => ({
  ...{ at: AT, segments },
  messagesOf: (campaign) => (campaign === campaign_id ? messages : []),
});
const isIn = (criteria: object, messages: readonly Engaged[] = [], segments?: Facts['segments']) =>
  matches(targetCriteria.parse(criteria), ana, factsOf(messages, segments));
const faults = (criteria: object, schema = targetCriteria) =>
  schema.safeParse(criteria).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];

const delivered = { status: 'delivered' };
const tapped = { status: 'read', clicked_buttons: ['yes'] };

describe('engagement with a campaign', () => {
  test.each<[object, readonly Engaged[], boolean]>([
    [{ did: 'sent' }, [delivered], true],
    [{ did: 'sent' }, [{ status: 'skipped' }], false],
    [{ did: 'skipped' }, [{ status: 'skipped' }], true],
    [{ did: 'delivered' }, [tapped], true],
    [{ did: 'read' }, [delivered], false],
    [{ did: 'tapped' }, [tapped], true],
    [{ did: 'tapped', button_id: 'yes' }, [tapped], true],
    [{ did: 'tapped', button_id: 'no' }, [tapped], false],
    [{ did: 'replied' }, [{ ...delivered, replied_at: '2026-11-01T00:00:00.000Z' }], true],
    [{ did: 'converted' }, [{ ...delivered, converted_at: '2026-11-01T00:00:00.000Z' }], true],
    [{ did: 'failed' }, [{ status: 'undelivered' }], true],
    [{ did_not: 'tapped' }, [delivered], true],
    [{ did_not: 'tapped' }, [tapped], false],
    [{ did_not: 'tapped', button_id: 'no' }, [tapped], true],
    // Whoever was never sent it, left nothing undone.
    [{ did_not: 'tapped' }, [], false],
    [{ did_not: 'read' }, [{ status: 'skipped' }], false],
    // A person who was sent it under two ids, and tapped one message.
    [{ did_not: 'tapped' }, [delivered, tapped], false],
  ])('%j of %j is %s', (asked, messages, expected) => {
    expect(isIn({ engagement: [{ campaign_id, ...asked }] }, messages)).toBe(expected);
  });

  test('all of it must hold', () => {
    const both = [{ did: 'delivered' }, { did_not: 'tapped' }].map((one) => ({ campaign_id, ...one }));
    expect([isIn({ engagement: both }, [delivered]), isIn({ engagement: both }, [tapped])]).toEqual([true, false]);
  });
});

test.each<[object, boolean]>([
  [{ any: [{ tags_any: ['new'] }, { languages: ['de'] }] }, true],
  [{ any: [{ tags_any: ['new'] }, { languages: ['fr'] }] }, false],
  [{ not: { tags_any: ['new'] } }, true],
  [{ tags_any: ['vip'], not: { any: [{ countries: ['DE'] }, { countries: ['AT'] }] } }, false],
  [{ any: [{ languages: ['de'], not: { any: [{ tags_any: ['new'] }, { countries: ['AT'] }] } }] }, true],
  [{ created_after: '2026-05-01T02:00:00+02:00', created_before: '2026-05-02T00:00:00Z' }, true],
  [{ created_before: '2026-05-01T00:00:00Z' }, false],
  [{ imported_after: '2020-01-01T00:00:00Z' }, false],
  [{ not: { imported_after: '2020-01-01T00:00:00Z' } }, true],
  [{ last_wrote_within_days: 3 }, true],
  [{ last_wrote_within_days: 2 }, false],
  [{ last_tapped_within_days: 3650 }, false],
])('%j of a customer is %s', (criteria, expected) => expect(isIn(criteria)).toBe(expected));

test('a segment is included or left out, and whoever names one that was not read learns so', () => {
  const segments = new Map([[seg, { tags_any: ['vip'] }]]);
  expect(isIn({ segments_any: [seg] }, [], segments)).toBe(true);
  expect(isIn({ segments_none: [seg] }, [], segments)).toBe(false);
  expect(() => isIn({ segments_any: [seg] })).toThrow('A segment was not read');
});

test.each<[object, RegExp]>([
  [{ any: [] }, /any.*>=1/],
  [{ any: [{}] }, /any\.0 must name a criterion/],
  [{ not: {} }, /not must name a criterion/],
  [{ not: { all: true, tags_any: ['a'] } }, /takes all or a selection/],
  [{ engagement: [{ campaign_id }] }, /either did or did_not/],
  [{ engagement: [{ campaign_id, did: 'read', did_not: 'tapped' }] }, /either did or did_not/],
  [{ engagement: [{ campaign_id, did: 'read', button_id: 'yes' }] }, /only together with tapped/],
  [{ engagement: [{ campaign_id, did_not: 'sent' }] }, /did_not/],
  [{ last_wrote_within_days: 0 }, /last_wrote_within_days/],
  [{ not: { not: { not: { not: { tags_any: ['a'] } } } } }, /not\.not\.not.*not/],
  [{ any: Array.from({ length: 3 }, () => ({ any: Array.from({ length: 20 }, () => ({ tags_any: ['a'] })) })) }, /50/],
  [
    {
      any: [0, 1].map(() => ({
        engagement: Array.from({ length: 6 }, () => ({ campaign_id: ids.next('cmp'), did: 'read' })),
      })),
    },
    /more than 10 campaigns/,
  ],
])('%j is refused', (criteria, message) => expect(faults(criteria).join('\n')).toMatch(message));
