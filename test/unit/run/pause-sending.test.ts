import { expect, test } from 'vitest';

import { pauseSending, type PauseReason } from '../../../shared/run/pause-sending.ts';
import { system } from '../../../shared/tenancy/actor.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { campaignOf, fakeClock, keptLog, START } from '../fixtures.ts';

async function pause(reason: PauseReason, done = true) {
  const campaign = campaignOf({ status: 'sending', run: 3 });
  const { lines, log } = keptLog();
  const taken: unknown[][] = [];
  const campaigns = {
    async tryTransition(...given: unknown[]) {
      taken.push(given);
      return done;
    },
  };
  await pauseSending(campaign, reason, system('sender'), { campaigns, clock: fakeClock(), log });
  const { tenant_id, id, run } = campaign;
  return { taken, lines, of: { tenant_id, id, run } };
}

test.each<[PauseReason, RegExp]>([
  [{ why: 'credentials_missing' }, /credentials.*PATCH \/v1\/tenant.*resume/],
  [{ why: 'sender_missing' }, /sender no longer exists.*another sender/],
  [{ why: 'provider_unreachable' }, /could not be reached.*resume/],
  [{ why: 'provider_silent' }, /does not answer.*resume/],
  [{ why: 'provider_refused', code: '20003' }, /20003.*resume/],
  [{ why: 'template_failing', code: '63013' }, /63013.*resume/],
  [{ why: 'dead_letter' }, /dead letters.*replay the scope dead_letter/],
  [{ why: 'template_refused', detail: 'Too long.' }, /refused: Too long\..*other content/],
])('%j pauses the campaign in its run, and says what to do', async (reason, sentence) => {
  const { taken, lines, of } = await pause(reason);
  expect(taken).toEqual([
    ['pause', of, { now: timestamp(START), by: 'system:sender' }, expect.stringMatching(sentence)],
  ]);
  expect(lines).toEqual([['campaign.paused', { tenant_id: of.tenant_id, campaign_id: of.id, code: reason.why }]]);
});

test('a campaign that is no longer sending, or in another run, is left alone', async () => {
  expect((await pause({ why: 'sender_missing' }, false)).lines).toEqual([]);
});
