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

/** The code that a campaign is paused for, unless it is the failures of single people, and whether its templates are forgotten. */
function kept(reason: PauseReason): object {
  const isTheirs = reason.why === 'template_failing' || reason.why === 'recipients_failing';
  const isOfTemplate = reason.why === 'template_gone' || reason.why === 'template_paused';
  return {
    ...('code' in reason && !isTheirs && { code: reason.code }),
    ...(isOfTemplate && { forgetsTemplates: true }),
  };
}

test.each<[PauseReason, RegExp]>([
  [{ why: 'credentials_missing' }, /credentials.*PATCH \/v1\/tenant.*resume/],
  [{ why: 'sending_stopped', by: 'tenant' }, /stopped for this tenant.*PATCH \/v1\/tenant.*resume/],
  [{ why: 'sending_stopped', by: 'installation' }, /whole installation.*resume-sending.*Then resume/],
  [{ why: 'sender_missing' }, /sender no longer exists.*another sender/],
  [{ why: 'provider_unreachable' }, /could not be reached.*resume/],
  [{ why: 'provider_silent' }, /does not answer.*resume/],
  [{ why: 'provider_refused', code: '20003' }, /20003.*resume/],
  [{ why: 'template_failing', code: '63013' }, /63013.*resume/],
  [
    { why: 'provider_refused', code: '21609', meaning: 'Not public.', remedy: 'Set PUBLIC_BASE_URL.' },
    /set-up \(error 21609\): Not public\. Set PUBLIC_BASE_URL\. Then resume/,
  ],
  [{ why: 'template_gone', code: '21655' }, /21655.*resume/],
  [{ why: 'template_paused', code: '63041', meaning: 'Paused.' }, /63041\): Paused\..*resume/],
  [{ why: 'refused_in_a_row', code: '99999' }, /same error.*99999.*resume/],
  [{ why: 'recipients_failing', code: '63024' }, /63024.*Check the audience/],
  [{ why: 'dead_letter' }, /dead letters.*replay the scope dead_letter/],
  [{ why: 'template_refused', detail: 'Too long.' }, /refused: Too long\..*other content/],
])('%j pauses the campaign in its run, and says what to do', async (reason, sentence) => {
  const { taken, lines, of } = await pause(reason);
  expect(taken).toEqual([
    ['pause', of, { now: timestamp(START), by: 'system:sender', ...kept(reason) }, expect.stringMatching(sentence)],
  ]);
  expect(lines).toEqual([['campaign.paused', { tenant_id: of.tenant_id, campaign_id: of.id, code: reason.why }]]);
});

test('a campaign that is no longer sending, or in another run, is left alone', async () => {
  expect((await pause({ why: 'sender_missing' }, false)).lines).toEqual([]);
});
