import { describe, expect, test } from 'vitest';

import type { CampaignStatus } from '../../../shared/campaign/campaign-status.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Chunk } from '../../../shared/run/chunk.ts';
import { decideByCampaign, decideBySender, type Decision } from '../../../shared/send/decide-chunk.ts';
import { campaignOf, senderOf, START } from '../fixtures.ts';

function chunkOf(given: Partial<Chunk> = {}): Chunk {
  const who = { tenant_id: ids.next('ten'), campaign_id: ids.next('cmp'), recipients: [ids.next('cus')] };
  return {
    ...who,
    id: ids.next('chk'),
    lane: 0,
    messages: 1,
    slot_at: START,
    rate: 10,
    late: 0,
    failures: 0,
    ...given,
  };
}

describe('a chunk', () => {
  test.each<[CampaignStatus, Decision['do']]>([
    ['draft', 'drop'],
    ['scheduled', 'drop'],
    ['sending', 'send'],
    ['paused', 'park'],
    ['completed', 'send'],
    ['cancelled', 'skip'],
    ['failed', 'drop'],
  ])('of a campaign that is %s: %s', (status, decision) => {
    expect(decideByCampaign(chunkOf(), campaignOf({ status }), START).do).toBe(decision);
  });

  test('of a campaign that is gone is dropped', () => {
    expect(decideByCampaign(chunkOf(), undefined, START)).toEqual({ do: 'drop' });
  });

  test.each<[number, number, Decision]>([
    [-2_001, 0, { do: 'requeue' }],
    [-2_000, 0, { do: 'send' }],
    [500, 0, { do: 'send' }],
    [501, 0, { do: 'defer', late: true }],
    [501, 2, { do: 'defer', late: true }],
    [501, 3, { do: 'send' }],
  ])('%i ms after the begin of its slot, late %i times before: %j', (after, late, decision) => {
    expect(decideByCampaign(chunkOf({ late }), campaignOf({ status: 'sending' }), START + after)).toEqual(decision);
  });

  test.each(['paused', 'cancelled'] as const)('of a campaign that is %s is not asked when its slot is', (status) => {
    const decisions = [-10_000, 0, 10_000].map((after) =>
      decideByCampaign(chunkOf(), campaignOf({ status }), START + after),
    );
    expect(new Set(decisions.map((decision) => decision.do)).size).toBe(1);
  });
});

describe('the sender of a chunk', () => {
  const credentials = { account_sid: 'AC1', auth_token: 'secret token' };

  test.each<[string, Parameters<typeof decideBySender>, Decision]>([
    ['sends', [chunkOf(), senderOf({ rate: 10 }), credentials, START], { do: 'send' }],
    ['that is gone', [chunkOf(), undefined, credentials, START], { do: 'pause', reason: { why: 'sender_missing' } }],
    [
      'without credentials',
      [chunkOf(), senderOf({ rate: 10 }), undefined, START],
      { do: 'pause', reason: { why: 'credentials_missing' } },
    ],
    ['that is slower now', [chunkOf(), senderOf({ rate: 9 }), credentials, START], { do: 'defer' }],
    ['that is faster now', [chunkOf(), senderOf({ rate: 11 }), credentials, START], { do: 'send' }],
    [
      'that is braked beyond the slot',
      [chunkOf(), senderOf({ rate: 10, braked_until: START + 1 }), credentials, START - 1_000],
      { do: 'defer' },
    ],
    [
      'whose brake ends with the begin of the slot',
      [chunkOf(), senderOf({ rate: 10, braked_until: START }), credentials, START - 1_000],
      { do: 'send' },
    ],
    [
      'whose brake ended after the begin of the slot, before now',
      [chunkOf(), senderOf({ rate: 10, braked_until: START + 100 }), credentials, START + 200],
      { do: 'send' },
    ],
  ])('%s', (_, given, decision) => {
    expect(decideBySender(...given)).toEqual(decision);
  });
});
