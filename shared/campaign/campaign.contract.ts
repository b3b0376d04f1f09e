import * as z from 'zod';

import { deleted } from '../contract/deleted.ts';
import { listOf, listQuery, nameFilter } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { POST_GRANTS, type Grant } from '../contract/grants.ts';
import { createdRange } from '../platform/created-range.ts';
import { begunJob } from '../job/begun-job.ts';
import { time } from '../platform/formats.ts';
import { AUDIENCE_PASS } from './audience-pass.ts';
import { campaignChange, campaignDraft, replayScope, scheduleFaults } from './campaign.ts';
import { campaignStatus } from './campaign-status.ts';
import { campaignWire } from './campaign.wire.ts';
import { retargetAudience } from './retarget-campaign.ts';

/** What a change may replace is its version; how far it has come, and how reviews stand, is not. */
const ETAG = { version: [...Object.keys(campaignChange.shape), 'status', 'updated_at'] };

const params = z.object({ id: z.string().max(100) });
const READ: readonly Grant[] = ['table:GetItem'];
/** The scheduler starts its target under a role, which must be passed on. */
const SCHEDULE: readonly Grant[] = ['schedules:CreateSchedule', 'schedules:UpdateSchedule', 'schedule_role:PassRole'];
/** How many campaigns are drafts, or active, is read from the index of statuses. */
const ACTIVE = 'index:Query' satisfies Grant;
/** The segments that an audience names are read at once. */
const AUDIENCE = 'table:BatchGetItem' satisfies Grant;
/** An execution that exists already is described, to find out whether it is still running. */
const RUN: readonly Grant[] = ['runs:StartExecution', 'runs:DescribeExecution'];
/** A scheduled campaign is prepared at once. */
const PREPARE = 'jobs:SendMessage' satisfies Grant;
/** Progress is read from a campaign's lanes and roll-ups. */
const PROGRESS = 'table:Query' satisfies Grant;

export const createCampaign = route({
  id: 'campaign.create',
  audit: 'values',
  method: 'POST',
  path: '/v1/campaigns',
  entry: 'functions/api/campaign/create-campaign.ts',
  scope: 'conversations:view',
  summary: 'Create a campaign: a draft, or scheduled when it names a time',
  request: { body: campaignDraft, faults: scheduleFaults },
  response: campaignWire,
  etag: ETAG,
  errors: ['sender.required', 'sender.not_found', 'quota.draft_campaigns', 'quota.active_campaigns', 'sending.stopped'],
  grants: [...POST_GRANTS, AUDIENCE, ...SCHEDULE, ACTIVE, PREPARE],
});

export const listCampaigns = route({
  id: 'campaign.list',
  method: 'GET',
  path: '/v1/campaigns',
  entry: 'functions/api/campaign/list-campaigns.ts',
  scope: 'campaigns:read',
  summary: 'List campaigns, newest first; with a name or times, a page may be short while more follow',
  request: {
    query: listQuery.extend({
      status: campaignStatus.optional().describe('Those with this status.'),
      name: nameFilter,
      ...createdRange,
      expand: z
        .literal('totals')
        .optional()
        .describe('`totals` adds what became of each campaign’s messages; it needs the scope analytics:view as well.'),
    }),
  },
  response: listOf(campaignWire),
  errors: [],
  grants: ['index:Query', 'table:BatchGetItem'],
});

export const readCampaign = route({
  id: 'campaign.read',
  method: 'GET',
  path: '/v1/campaigns/{id}',
  entry: 'functions/api/campaign/read-campaign.ts',
  scope: 'campaigns:read',
  summary: 'Read a campaign',
  request: { params },
  response: campaignWire,
  etag: ETAG,
  errors: ['campaign.not_found'],
  grants: [...READ, PROGRESS],
});

export const changeCampaign = route({
  id: 'campaign.change',
  audit: 'values',
  method: 'PATCH',
  path: '/v1/campaigns/{id}',
  entry: 'functions/api/campaign/change-campaign.ts',
  scope: 'conversations:view',
  summary:
    'Change a campaign that has not begun, or is paused before anybody was planned; one that is scheduled needs the scope campaigns:send as well',
  request: { params, body: campaignChange, faults: scheduleFaults },
  response: campaignWire,
  etag: ETAG,
  errors: [
    'campaign.not_found',
    'campaign.status',
    'campaign.changed',
    'sender.not_found',
    'quota.active_campaigns',
    'sending.stopped',
  ],
  grants: [...READ, 'table:PutItem', AUDIENCE, PROGRESS, ...SCHEDULE, 'schedules:DeleteSchedule', ACTIVE, PREPARE],
});

export const deleteCampaign = route({
  id: 'campaign.delete',
  audit: 'values',
  method: 'DELETE',
  path: '/v1/campaigns/{id}',
  entry: 'functions/api/campaign/delete-campaign.ts',
  scope: 'conversations:view',
  summary: 'Delete a draft or a cancelled campaign',
  request: { params },
  response: deleted,
  etag: { ...ETAG, isGone: true },
  errors: ['campaign.not_found', 'campaign.status', 'campaign.changed'],
  grants: [...READ, 'table:PutItem', 'table:DeleteItem'],
});

/** To be sent to everybody without saying so. */
const deprecation = {
  since: '2026-11-27',
  applies: (answer: unknown) => campaignWire.parse(answer).warnings.some(({ code }) => code === 'audience_unsaid'),
} as const;

export const prepareCampaign = route({
  id: 'campaign.prepare',
  method: 'POST',
  path: '/v1/campaigns/{id}/prepare',
  entry: 'functions/api/campaign/prepare-campaign.ts',
  scope: 'conversations:view',
  summary: 'Have the templates of a campaign reviewed before it is sent',
  request: { params },
  response: begunJob,
  status: 202,
  rerunnable: true,
  errors: ['campaign.not_found', 'campaign.status'],
  grants: [...POST_GRANTS, 'jobs:SendMessage'],
});

const copied = {
  method: 'POST',
  scope: 'conversations:view',
  response: campaignWire,
  grants: [...POST_GRANTS, ACTIVE],
} as const;

const name = z.string().min(1).max(200).optional();

export const cloneCampaign = route({
  ...copied,
  id: 'campaign.clone',
  audit: 'values',
  path: '/v1/campaigns/{id}/clone',
  entry: 'functions/api/campaign/clone-campaign.ts',
  summary: 'Make a draft of the same contents, audience and settings',
  request: {
    params,
    body: z
      .strictObject({ name: name.describe('The campaign’s, and ", copy", unless given.') })
      .meta({ examples: [{ name: 'Summer sale' }] }),
  },
  errors: ['campaign.not_found', 'campaign.outdated', 'quota.draft_campaigns'],
});

export const retargetCampaign = route({
  ...copied,
  id: 'campaign.retarget',
  audit: 'values',
  path: '/v1/campaigns/{id}/retarget',
  entry: 'functions/api/campaign/retarget-campaign.ts',
  summary: 'Make a draft for those recipients who did, or did not, do something with a campaign',
  request: {
    params,
    body: z.strictObject({
      who: retargetAudience,
      name: name.describe('The campaign’s, and who, unless given.'),
    }),
  },
  errors: ['campaign.not_found', 'campaign.not_begun', 'campaign.outdated', 'quota.draft_campaigns'],
});

const control = {
  method: 'POST',
  scope: 'campaigns:send',
  request: { params },
  response: campaignWire,
  errors: ['campaign.not_found', 'campaign.status'],
} as const;

const expectedReach = {
  expected_reach: z
    .int()
    .min(0)
    .optional()
    .describe('The reach that the preflight told; off by more than 1 %, nothing is sent and the answer is 409.'),
};

export const executeCampaign = route({
  ...control,
  id: 'campaign.execute',
  audit: 'values',
  path: '/v1/campaigns/{id}/execute',
  entry: 'functions/api/campaign/execute-campaign.ts',
  summary: 'Send a campaign now',
  deprecation,
  status: 202,
  request: { params, body: z.strictObject(expectedReach).meta({ id: 'CampaignExecution', examples: [{}] }) },
  etag: ETAG,
  errors: [
    ...control.errors,
    'campaign.changed',
    'campaign.reach',
    'campaign.unapproved',
    'provider.address',
    'sending.stopped',
    'quota.active_campaigns',
    'campaign.recurs',
  ],
  ...AUDIENCE_PASS,
  // It is a draft or scheduled only before it begins, so it cannot begin twice.
  rerunnable: true,
  grants: [...POST_GRANTS, AUDIENCE, PROGRESS, ...RUN, 'schedules:DeleteSchedule', ACTIVE],
});

export const approveCampaign = route({
  ...control,
  id: 'campaign.approve',
  audit: 'values',
  path: '/v1/campaigns/{id}/approve',
  entry: 'functions/api/campaign/approve-campaign.ts',
  summary: 'Approve a campaign that somebody else wrote, as it is now',
  description:
    'Where `approval_above` of your tenant is set, a campaign that reaches more people than that goes only once another member has approved it. `If-Match` is needed: it names the version that you have seen, by the ETag of reading it. A change of what it says, or to whom, ends the approval, and so does an audience that grows by more than 1 %.',
  etag: ETAG,
  errors: [...control.errors, 'campaign.changed', 'approval.member', 'approval.author', 'preflight.too_large'],
  ...AUDIENCE_PASS,
  grants: [...POST_GRANTS, AUDIENCE, 'table:Query'],
});

export const listApprovers = route({
  id: 'campaign.list_approvers',
  method: 'GET',
  path: '/v1/campaigns/{id}/approvers',
  entry: 'functions/api/campaign/list-approvers.ts',
  scope: 'campaigns:read',
  summary: 'List the members who may approve a campaign as it is',
  request: { params },
  response: z
    .object({
      approval_above: z
        .int()
        .nullable()
        .describe('A campaign that reaches more people than this needs an approval; null where none does.'),
      data: z
        .array(
          z.object({
            id: z.string().meta({ description: 'The member’s id.', examples: ['mem_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }),
            name: z.string().meta({ description: 'The member’s name.', examples: ['Ana Souza'] }),
          }),
        )
        .describe('Who has signed in, has the scope campaigns:send, and wrote none of it; at most 100.'),
    })
    .meta({ id: 'Approvers' }),
  errors: ['campaign.not_found'],
  grants: ['table:GetItem', 'table:Query'],
});

export const scheduleCampaign = route({
  ...control,
  id: 'campaign.schedule',
  audit: 'values',
  path: '/v1/campaigns/{id}/schedule',
  entry: 'functions/api/campaign/schedule-campaign.ts',
  summary: 'Send a campaign at a time to come, or at another than it was to',
  deprecation,
  request: {
    params,
    body: z.strictObject({ scheduled_at: time.describe('When it is sent by itself.'), ...expectedReach }),
    faults: scheduleFaults,
  },
  etag: ETAG,
  errors: [
    ...control.errors,
    'campaign.changed',
    'campaign.reach',
    'campaign.unapproved',
    'quota.active_campaigns',
    'campaign.recurs',
    'sending.stopped',
  ],
  ...AUDIENCE_PASS,
  grants: [...POST_GRANTS, AUDIENCE, ...SCHEDULE, ACTIVE, PREPARE, 'table:Query'],
});

export const pauseCampaign = route({
  ...control,
  id: 'campaign.pause',
  audit: 'values',
  path: '/v1/campaigns/{id}/pause',
  entry: 'functions/api/campaign/pause-campaign.ts',
  summary: 'Stop sending within seconds; nobody is lost',
  grants: [...POST_GRANTS, PROGRESS],
});

export const resumeCampaign = route({
  ...control,
  id: 'campaign.resume',
  audit: 'values',
  path: '/v1/campaigns/{id}/resume',
  entry: 'functions/api/campaign/resume-campaign.ts',
  summary: 'Go on sending where a pause stopped it',
  status: 202,
  errors: [...control.errors, 'sending.stopped'],
  grants: [...POST_GRANTS, PROGRESS, ...RUN],
});

const winner = z
  .strictObject({
    variant: z
      .string()
      .max(32)
      .optional()
      .meta({ description: 'The arm.', examples: ['short'] }),
    content_key: z
      .string()
      .max(32)
      .optional()
      .meta({ description: 'Or the key of one of its contents.', examples: ['short'] }),
  })
  .refine((given) => (given.variant === undefined) !== (given.content_key === undefined), {
    path: ['variant'],
    params: { code: 'required' },
    message: 'name the winner by variant or by content_key',
  })
  .meta({ id: 'WinnerChoice', examples: [{ variant: 'short' }] });

export const chooseWinner = route({
  ...control,
  id: 'campaign.choose_winner',
  audit: 'values',
  path: '/v1/campaigns/{id}/winner',
  entry: 'functions/api/campaign/choose-winner.ts',
  summary: 'Decide an experiment by hand: those who wait get this arm, and nothing is called proved',
  request: { params, body: winner },
  errors: [...control.errors, 'experiment.none', 'experiment.decided'],
  grants: [...POST_GRANTS, PROGRESS, ...RUN],
});

export const cancelCampaign = route({
  ...control,
  id: 'campaign.cancel',
  audit: 'values',
  path: '/v1/campaigns/{id}/cancel',
  entry: 'functions/api/campaign/cancel-campaign.ts',
  summary: 'Stop for good; whoever was planned and not sent to is skipped',
  grants: [...POST_GRANTS, PROGRESS, ...RUN, 'schedules:DeleteSchedule'],
});

export const replayCampaign = route({
  ...control,
  id: 'campaign.replay',
  audit: 'values',
  path: '/v1/campaigns/{id}/replay',
  entry: 'functions/api/campaign/replay-campaign.ts',
  summary: 'Send again to those who failed, whose outcome is unknown, or whose message was given up',
  status: 202,
  request: { params, body: z.strictObject({ scope: replayScope }) },
  errors: [...control.errors, 'campaign.unsettled', 'quota.active_campaigns', 'sending.stopped'],
  grants: [...POST_GRANTS, PROGRESS, ...RUN, ACTIVE],
});

export const reconcileCampaign = route({
  ...control,
  id: 'campaign.reconcile',
  audit: 'values',
  path: '/v1/campaigns/{id}/reconcile',
  entry: 'functions/api/campaign/reconcile-campaign.ts',
  summary: 'Ask the provider again about the messages whose outcome is unknown; nothing is sent',
  description:
    'The job’s `progress` says how many were `asked` about, how many of them were `found` and have an outcome now, and how many were `not_found` and stay `unknown`. While one is under way and was not asked to stop, its id is the answer. A message that the provider turns out to have refused for a limit waits to go out again, as at any such news, unless it was sent more than two days ago.',
  response: begunJob,
  status: 202,
  rerunnable: true,
  errors: ['campaign.not_found', 'campaign.not_begun', 'credentials.missing'],
  grants: [...POST_GRANTS, 'jobs:SendMessage', 'credentials:GetSecretValue'],
});
