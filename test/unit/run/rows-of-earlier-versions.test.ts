import { afterAll, beforeAll, expect, test } from 'vitest';

import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { laneStore } from '../../../shared/run/lane.store.ts';
import { reparkDeadLetters } from '../../../shared/run/replay-lane.ts';
import { senderStore } from '../../../shared/sender/sender.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { approved, campaignOf, fakeClock, senderOf, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const LANE = 5;
const at = timestamp(START);

/** A campaign's row as version 0.1 wrote it, in the middle of a run. */
async function runningCampaign() {
  const {
    send_as: _,
    language: __,
    contents: ___,
    category: ____,
    ...fields
  } = campaignOf({ status: 'sending', run: 2, started_at: at });
  const pk = `TENANT#${fields.tenant_id}#CAMPAIGN#${fields.id}`;
  const row = { ...fields, content_sid: 'HX1', silent: 3, refused: 2, dead_letters: 1 };
  await opened.table.put({ pk, sk: 'CAMPAIGN', ...row });
  return { ...fields, pk };
}

test('a running campaign goes on with its template and counts its streaks from none', async () => {
  const { tenant_id, id } = await runningCampaign();
  const campaigns = campaignStore(opened.table);
  const found = await campaigns.get(tenant_id, id);
  expect(found).toMatchObject({ content_templates: approved('HX1'), status: 'sending', dead_letters: 1 });
  const counts = await campaigns.countOutcomes(found!, { add: { unknown_streak: 1 }, set: {} });
  expect(counts).toMatchObject({ unknown_streak: 1, content_templates: approved('HX1') });
  const paused = await campaigns.transition('pause', found!, { now: at, by: 'api_key:key_1' });
  expect(paused).toMatchObject({ status: 'paused', content_templates: approved('HX1'), updated_by: 'api_key:key_1' });
});

test('a dead letter is replayed, and a lane that looked at its parked chunks looks once more', async () => {
  const { tenant_id, id: campaign_id, pk } = await runningCampaign();
  const lanes = laneStore(opened.table);
  const campaigns = campaignStore(opened.table);
  const chunk = { id: ids.next('chk'), tenant_id, campaign_id, lane: LANE, recipients: [ids.next('cus')], messages: 1 };
  const sent = { slot_at: START, rate: 80, late: 1, failures: 0, buried_at: at };
  await opened.table.put({ pk: `${pk}#LANE#05`, sk: `DEAD#${chunk.id}`, ...chunk, ...sent });
  await opened.table.put({ pk, sk: 'LANE#05', planned: 1, cursor: chunk.recipients[0], roused: 2 });
  const campaign = await campaigns.get(tenant_id, campaign_id);

  expect(await lanes.get(tenant_id, campaign_id, LANE)).toEqual({ planned: 1, cursor: chunk.recipients[0] });
  expect(await reparkDeadLetters(campaign!, LANE, { campaigns, clock: fakeClock(), lanes })).toBe(1);
  expect(await lanes.deadLetters(tenant_id, campaign_id, LANE, 10)).toEqual([]);
  expect(await lanes.parked(tenant_id, campaign_id, LANE, 10)).toMatchObject([{ ...chunk, late: 0 }]);
  expect((await campaigns.get(tenant_id, campaign_id))?.dead_letters).toBe(0);
});

test('a sender keeps its pace; what replies took out of turn before is forgiven', async () => {
  const sender = senderOf();
  const senders = senderStore(opened.table);
  const row = { ...sender, owed: 7, next_slot_at: START + 500 };
  await opened.table.put({ pk: `TENANT#${sender.tenant_id}`, sk: `SENDER#${sender.id}`, ...row });
  const found = await senders.get(sender.tenant_id, sender.id);
  expect(found).toEqual(sender);
  expect(await senders.yieldToReplies(found!, 2)).toBe(false);
  expect(await senders.reserve(found!, 1, START)).toEqual({ starts_at: START + 500 });
});
