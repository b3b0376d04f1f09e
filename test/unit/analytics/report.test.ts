import fc from 'fast-check';
import { expect, test } from 'vitest';

import { reportOf } from '../../../shared/analytics/report.ts';
import { reportWire } from '../../../shared/analytics/report.wire.ts';
import type { Counters } from '../../../shared/analytics/rollup.ts';
import { MEANINGS } from '../../../shared/provider/error-class.ts';
import { classify, explain } from '../../../shared/provider/twilio/error-codes.ts';
import type { Button } from '../../../shared/content/button.ts';
import { campaignOf } from '../fixtures.ts';

const campaign = campaignOf({ id: 'cmp_01J00000000000000000000000', status: 'completed' });
const AT = '2026-11-20T12:00:00.000Z';
const report = (totals: Counters, buttons: Counters = {}, given: readonly Button[] = []) =>
  reportWire.parse(reportOf({ ...campaign, buttons: [...given] }, { totals, buttons }, AT, { classify, explain }));
const yes: Button = { id: 'yes', title: 'Yes', type: 'reply' };

test('a campaign that nobody was sent has totals of zero and rates of null', () => {
  expect(report({})).toEqual({
    campaign_id: campaign.id,
    status: 'completed',
    generated_at: AT,
    settled_at: null,
    totals: {
      ...{ recipients: 0, accepted: 0, sent: 0, delivered: 0, read: 0 },
      ...{ failed: 0, skipped: 0, unknown: 0, replied: 0, opted_out: 0 },
    },
    rates: { delivery_rate: null, read_rate: null, click_through_rate: null, conversion_rate: null },
    failures: [],
    skipped: {},
    by_content: [{ content_key: 'default', language: 'en', ...NOTHING }],
    by_language: [{ language: 'en', ...NOTHING }],
  });
});

const NOTHING = {
  ...{ recipients: 0, accepted: 0, sent: 0, delivered: 0, read: 0, failed: 0, skipped: 0, unknown: 0 },
  ...{ replied: 0, opted_out: 0, clicked: 0 },
  ...{ delivery_rate: null, read_rate: null, click_through_rate: null },
};

test('each content and each language has its own totals and rates', () => {
  const contents = [
    { key: 'vip', when: { tags_any: ['vip'] } },
    { key: 'de', language: 'de' },
  ];
  const one = (key: string, counts: Counters) =>
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [`content#${key}#${name}`, count]));
  const totals = {
    ...one('default', { recipients: 4, accepted: 4, delivered: 2, clicked: 1 }),
    ...one('vip', { recipients: 2, accepted: 1, failed: 1, delivered: 1, clicked: 1 }),
    ...one('de', { recipients: 3, accepted: 3, delivered: 3, read: 3 }),
  };
  const { by_content, by_language } = reportOf({ ...campaign, contents }, { totals }, AT, { classify, explain });
  expect(by_content).toMatchObject([
    { content_key: 'default', language: 'en', recipients: 4, delivery_rate: 0.5, click_through_rate: 0.5 },
    { content_key: 'vip', language: 'en', recipients: 2, failed: 1, delivery_rate: 0.5, click_through_rate: 1 },
    { content_key: 'de', language: 'de', recipients: 3, read_rate: 1, click_through_rate: 0 },
  ]);
  expect(by_language).toMatchObject([
    { language: 'en', recipients: 6, accepted: 5, delivered: 3, clicked: 2, delivery_rate: 0.5 },
    { language: 'de', recipients: 3, delivered: 3, delivery_rate: 1 },
  ]);
});

test('each rate is computed from its own totals', () => {
  const totals = {
    recipients: 250,
    accepted: 180,
    failed: 20,
    skipped: 50,
    sent: 170,
    delivered: 160,
    read: 40,
    clicked: 8,
  };
  const { rates } = report(totals, { 'clicks#yes': 8, 'conversions#yes': 2 }, [yes]);
  expect(rates).toEqual({ delivery_rate: 0.8, read_rate: 0.25, click_through_rate: 0.05, conversion_rate: 0.25 });
});

test('replies and opt-outs are counted, and button analytics are there only with buttons', () => {
  const { totals, button_analytics } = report({ recipients: 9, replied: 4, opted_out: 3 });
  expect([totals.replied, totals.opted_out, button_analytics]).toEqual([4, 3, undefined]);
  expect(report({}, {}, [yes]).button_analytics).toMatchObject({ total_clicks: 0, buttons: [{ button_id: 'yes' }] });
});

test('a rate without a denominator is null', () => {
  expect(report({ recipients: 5, accepted: 5 }).rates).toEqual({
    delivery_rate: 0,
    read_rate: null,
    click_through_rate: null,
    conversion_rate: null,
  });
});

test('failures have class and meaning, the most frequent first, and skips their reasons', () => {
  const { failures, skipped, totals } = report({
    recipients: 20,
    failed: 13,
    'failed#63016': 3,
    'failed#21211': 7,
    'failed#20999': 3,
    skipped: 5,
    'skipped#opted_out': 4,
    'skipped#missing_variable': 1,
  });
  expect(failures).toEqual([
    { error_code: '21211', class: 'bad_recipient', meaning: expect.stringContaining('number'), count: 7 },
    { error_code: '20999', class: 'unknown', meaning: expect.stringContaining('table'), count: 3 },
    { error_code: '63016', class: 'outside_window', meaning: expect.stringContaining('24 hours'), count: 3 },
  ]);
  expect(skipped).toEqual({ opted_out: 4, missing_variable: 1 });
  expect([totals.failed, totals.skipped]).toEqual([13, 5]);
});

test('no rate is ever below 0, above 1 or not a number', () => {
  const part = fc.nat({ max: 1_000_000 });
  fc.assert(
    fc.property(part, part, part, (read, unread, lost) => {
      const delivered = read + unread;
      const { rates } = report({ recipients: delivered + lost, delivered, read });
      for (const rate of Object.values(rates)) {
        if (rate === null) continue;
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("error codes have the class that they have at the campaign's provider", () => {
  const given = { totals: { 'failed#1': 2 } };
  const provider = {
    classify: (code: string) => (code === '1' ? ('fatal' as const) : ('unknown' as const)),
    explain: () => undefined,
  };
  expect(reportOf({ ...campaign }, given, AT, provider).failures).toEqual([
    { error_code: '1', class: 'fatal', meaning: MEANINGS.fatal, count: 2 },
  ]);
});
