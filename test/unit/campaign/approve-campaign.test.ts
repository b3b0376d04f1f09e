import { expect, test } from 'vitest';

import { applyCampaignChange } from '../../../shared/campaign/campaign.ts';
import { approveCampaign } from '../../../shared/campaign/approve-campaign.ts';
import { approversOf } from '../../../shared/campaign/approvers.ts';
import { copyCampaign } from '../../../shared/campaign/copy-campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import type { Actor } from '../../../shared/tenancy/actor.ts';
import type { Member } from '../../../shared/tenancy/member.ts';
import { campaignOf, START, thrown } from '../fixtures.ts';

const NOW = timestamp(START);
const member = (id: string): Actor => ({ kind: 'member', id, name: id.toUpperCase() });
const by = (id: string) => ({ now: NOW, by: `member:${id}` });
const written = campaignOf({ authors: ['member:ana'], updated_by: 'member:ana' });

test('another member approves it for as many people as it reaches', () => {
  const approved = approveCampaign(written, 120, member('ben'), NOW);
  expect(approved).toMatchObject({
    approval: { by: 'ben', name: 'BEN', at: NOW, reach: 120 },
    ...{ authors: ['member:ana'], updated_by: 'member:ben' },
  });
});

test.each<[string, Actor, object, object]>([
  ['who wrote it', member('ana'), {}, { kind: 'forbidden', code: 'approval.author' }],
  ['with a key', { kind: 'api_key', id: 'key_1' }, {}, { kind: 'forbidden', code: 'approval.member' }],
  ['with a token of an issuer', { kind: 'token', id: 'sub' }, {}, { kind: 'forbidden', code: 'approval.member' }],
  ['once it sends', member('ben'), { status: 'sending' }, { kind: 'conflict', code: 'campaign.status' }],
])('nobody approves it %s', async (_, actor, given, refusal) => {
  expect(await thrown(async () => approveCampaign({ ...written, ...given }, 1, actor, NOW))).toMatchObject(refusal);
});

test('two who wrote it together do not approve it for each other', async () => {
  const both = applyCampaignChange(written, { message_content: 'Other news!' }, by('ben'));
  expect(both.authors).toEqual(['member:ana', 'member:ben']);
  for (const author of ['ana', 'ben'])
    expect(await thrown(async () => approveCampaign(both, 1, member(author), NOW))).toMatchObject({
      code: 'approval.author',
    });
  expect(approveCampaign(both, 1, member('cleo'), NOW).approval).toMatchObject({ by: 'cleo' });
});

test('whoever changed a campaign of an earlier version last counts as its author, also after an approval', async () => {
  const { authors: _, ...earlier } = written;
  expect(await thrown(async () => approveCampaign(earlier, 1, member('ana'), NOW))).toMatchObject({
    code: 'approval.author',
  });
  const approved = approveCampaign(earlier, 1, member('ben'), NOW);
  expect(approved.authors).toEqual(['member:ana']);
});

test('a change of what it says, or to whom, ends the approval; a change of its name or time does not', () => {
  const approved = approveCampaign(written, 1, member('ben'), NOW);
  for (const change of [
    { message_content: 'Other!' },
    { target_criteria: { all: true as const } },
    { sender_id: 'snd_2' },
  ])
    expect(applyCampaignChange(approved, change, by('ana')).approval).toBeUndefined();
  const later = timestamp(START + 3_600_000);
  for (const change of [{ name: 'Other' }, { description: 'x' }, { scheduled_at: later }]) {
    const changed = applyCampaignChange(approved, change, by('ben'));
    expect([changed.approval, changed.authors]).toEqual([approved.approval, ['member:ana']]);
  }
});

test('a copy is written by who made it, and nobody has approved it', () => {
  const approved = approveCampaign(written, 1, member('ben'), NOW);
  const copy = copyCampaign(approved, { id: 'cmp_2', ...by('cleo') });
  expect(copy).toMatchObject({ authors: ['member:cleo'] });
  expect(copy).not.toHaveProperty('approval');
});

test('they may approve it who have signed in, may send, and wrote none of it, while it can be changed', () => {
  const one = (id: string, given: Partial<Member> = {}): Member => {
    const at = { created_at: NOW, updated_at: NOW };
    return {
      id,
      tenant_id: 'ten',
      email: `${id}@example.com`,
      role: 'sender',
      alerts: false,
      identity: id,
      ...at,
      ...given,
    };
  };
  const members = [
    one('ana'),
    one('ben', { name: 'Ben' }),
    one('cleo', { role: 'admin' }),
    one('dora', { role: 'editor' }),
    one('eve', { identity: undefined }),
  ];
  expect(approversOf(written, members)).toEqual([
    { id: 'ben', name: 'Ben' },
    { id: 'cleo', name: 'cleo@example.com' },
  ]);
  expect(approversOf({ ...written, status: 'sending' }, members)).toEqual([]);
});
