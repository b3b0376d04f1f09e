import { randomUUID } from 'node:crypto';

import { messageToken } from '../../shared/message/message-token.ts';
import { addCampaign, beginWithoutRun } from './campaigns.ts';
import { addWaitingJob, exported } from './exports.ts';
import { tell } from './inbound.ts';
import { ended, recorded } from './jobs.ts';
import { addMedia, uploadMedia } from './media.ts';
import { PNG } from './media-files.ts';
import { numbers } from './people.ts';
import { addDelivery, endpointPath, NOWHERE } from './webhook-endpoints.ts';
import { inboundForm, sentTo, TRACKED, type Sent } from './sent.ts';
import { bodyHash } from './status-callback.ts';
import { stoppedImport } from './stopped-import.ts';
import { addCustomers, type TestTenant } from './tenant.ts';
import { uploadFile } from './upload.ts';

export interface Example {
  readonly path: string;
  readonly body?: unknown;
  readonly type?: string;
}

/** What a key may not do, but a member: a matrix expects that it is refused. */
export const OF_MEMBERS: readonly string[] = ['campaign.approve'];

/**
 * For each route a request that its tenant may make: it names something of the tenant's wherever the route can. The
 * matrices of the integration tests go over all routes, so a new route needs an example here.
 */
export const EXAMPLES: Readonly<Record<string, (owner: TestTenant) => Promise<Example>>> = {
  'openapi.read': async () => ({ path: '/openapi.json' }),

  'tenant.read': async () => ({ path: '/v1/tenant' }),
  'tenant.change': async ({ sender_id }) => ({
    path: '/v1/tenant',
    body: { default_sender_id: sender_id, retry_held_back: true },
  }),

  'sender.create': async () => ({ path: '/v1/senders', body: { phone_number: '+14155550123' } }),
  'sender.list': async () => ({ path: '/v1/senders' }),
  'sender.read': async ({ sender_id }) => ({ path: `/v1/senders/${sender_id}` }),
  'sender.change': async ({ sender_id }) => ({ path: `/v1/senders/${sender_id}`, body: { rate: 1 } }),

  'api_key.create': async () => ({ path: '/v1/api-keys', body: { name: 'second', scopes: ['analytics:view'] } }),
  'api_key.list': async () => ({ path: '/v1/api-keys' }),
  'api_key.delete': async ({ call }) => {
    const { body } = await call('POST /v1/api-keys', { body: { name: 'second', scopes: ['analytics:view'] } });
    return { path: `/v1/api-keys/${body.id}` };
  },

  'member.create': async () => ({ path: '/v1/members', body: memberDraft() }),
  'member.list': async (owner) => {
    await memberPath(owner);
    return { path: '/v1/members' };
  },
  'member.change': async (owner) => ({ path: await memberPath(owner), body: { role: 'sender' } }),
  'member.delete': async (owner) => ({ path: await memberPath(owner) }),
  'me.read': async () => ({ path: '/v1/me' }),

  'alert.list': async (owner) => {
    await campaignPath(owner, 'paused');
    return { path: '/v1/alerts' };
  },
  'audit.list': async (owner) => {
    await addCampaign(owner);
    return { path: '/v1/audit' };
  },
  'audit.list_of_campaign': async (owner) => ({ path: `${await campaignPath(owner)}/audit` }),

  'customer.create': async (owner) => {
    const [{ phone_number }] = await addCustomers(owner, 1, { name: 'Ana' });
    return { path: '/v1/customers', body: { phone_number, name: 'Someone else' } };
  },
  'customer.import': async (owner) => {
    const [{ phone_number }] = await addCustomers(owner, 1, { name: 'Ana' });
    return {
      path: '/v1/customers/import',
      body: `phone_number,name\n${phone_number},Someone else\n`,
      type: 'text/csv',
    };
  },
  'export.create': async (owner) => ({
    path: '/v1/exports',
    body: { kind: 'messages', filter: { campaign_id: (await addCampaign(owner)).id } },
  }),
  'export.list': async (owner) => {
    await exportPath(owner);
    return { path: '/v1/exports' };
  },
  'export.read': async (owner) => ({ path: await exportPath(owner) }),
  'import.create': async () => ({ path: '/v1/imports', body: {} }),
  'import.start': async (owner) => ({ path: `${await importPath(owner)}/start` }),
  'import.resume': async (owner) => {
    const { id, job_id } = await stoppedImport(owner, `phone_number\n${numbers(1)[0]}\n`, { written: 0 });
    await recorded(owner.call, job_id);
    return { path: `/v1/imports/${id}/resume` };
  },
  'import.read': async (owner) => ({ path: await importPath(owner) }),
  'customer.list': async (owner) => {
    await addCustomers(owner, 2, { name: 'Ana' });
    return { path: '/v1/customers' };
  },
  'customer.read': async (owner) => ({ path: await customerPath(owner) }),
  'message.list_of_customer': async (owner) => ({
    path: `/v1/customers/${(await sentTo(owner)).customer.id}/messages`,
  }),
  'consent.list': async (owner) => ({ path: `${await customerPath(owner)}/consents` }),
  'customer.change': async (owner) => ({ path: await customerPath(owner), body: { name: 'Someone else' } }),
  'customer.delete': async (owner) => ({ path: await customerPath(owner) }),

  'job.read': async (owner) => {
    // One that stands still, since it has ended.
    const { id } = await ended(owner.call, await owner.call(`DELETE ${await customerPath(owner)}`));
    await recorded(owner.call, id);
    return { path: `/v1/jobs/${id}` };
  },
  'job.cancel': async (owner) => ({ path: `/v1/jobs/${await addWaitingJob(owner)}/cancel` }),

  'campaign.create': async ({ sender_id }) => ({
    path: '/v1/campaigns',
    body: { name: 'News', message_content: 'News!', sender_id },
  }),
  'segment.create': async () => ({ path: '/v1/segments', body: segmentDraft() }),
  'segment.list': async (owner) => {
    await segmentPath(owner);
    return { path: '/v1/segments' };
  },
  'segment.read': async (owner) => ({ path: await segmentPath(owner) }),
  'segment.change': async (owner) => ({ path: await segmentPath(owner), body: { description: 'Ours' } }),
  'segment.delete': async (owner) => ({ path: await segmentPath(owner) }),
  'campaign.clone': async (owner) => ({ path: `${await campaignPath(owner)}/clone`, body: {} }),
  'campaign.retarget': async (owner) => ({
    path: `${await campaignPath(owner, 'paused')}/retarget`,
    body: { who: 'not_read' },
  }),
  'campaign.prepare': async (owner) => ({ path: `${await campaignPath(owner)}/prepare` }),
  'campaign.preflight': async (owner) => ({ path: `${await campaignPath(owner)}/preflight` }),
  'campaign.preflight_draft': async ({ sender_id }) => ({ path: '/v1/campaigns/preflight', body: { sender_id } }),
  'campaign.list_audience': async (owner) => {
    await customerPath(owner);
    return { path: `${await campaignPath(owner)}/audience` };
  },
  'campaign.preview': async (owner) => ({
    path: `${await campaignPath(owner)}/preview`,
    body: { customer_id: (await customerPath(owner)).split('/').at(-1) },
  }),
  'campaign.test': async (owner) => ({ path: `${await campaignPath(owner)}/test`, body: { to: numbers(1) } }),
  'media.create': async () => ({ path: '/v1/media', body: { file_name: 'Spring offer.jpg', media_type: 'image' } }),
  'media.check': async (owner) => ({ path: `/v1/media/${(await uploadMedia(owner, PNG)).id}/check` }),
  'media.list': async (owner) => {
    await addMedia(owner, PNG);
    return { path: '/v1/media' };
  },
  'media.read': async (owner) => ({ path: `/v1/media/${(await addMedia(owner, PNG)).id}` }),
  'media.delete': async (owner) => ({ path: `/v1/media/${(await addMedia(owner, PNG)).id}` }),
  // A file is for whoever knows its address.
  'media_file.read': async (owner) => ({ path: new URL((await addMedia(owner, PNG)).url).pathname }),
  'media_file.probe': async (owner) => ({ path: new URL((await addMedia(owner, PNG)).url).pathname }),
  'template.list': async (owner) => {
    await templatePath(owner);
    return { path: '/v1/templates' };
  },
  'template.read': async (owner) => ({ path: await templatePath(owner) }),
  'template.create': async () => ({ path: '/v1/templates', body: templateDraft() }),
  'template.submit': async (owner) => ({ path: `${await templatePath(owner)}/submit`, body: {} }),
  'template.delete': async (owner) => ({ path: await templatePath(owner) }),
  'template.sync': async () => ({ path: '/v1/templates/sync' }),
  'campaign.list': async (owner) => {
    await addCampaign(owner);
    return { path: '/v1/campaigns' };
  },
  'campaign.read': async (owner) => ({ path: await campaignPath(owner) }),
  'campaign.change': async (owner) => ({ path: await campaignPath(owner), body: { name: 'Other news' } }),
  'campaign.delete': async (owner) => ({ path: await campaignPath(owner) }),
  'campaign.approve': async (owner) => ({ path: `${await campaignPath(owner)}/approve` }),
  'campaign.list_approvers': async (owner) => ({ path: `${await campaignPath(owner)}/approvers` }),
  'campaign.execute': async (owner) => ({ path: `${await campaignPath(owner)}/execute` }),
  'campaign.schedule': async (owner) => ({
    path: `${await campaignPath(owner)}/schedule`,
    body: { scheduled_at: new Date(Date.now() + 3_600_000).toISOString() },
  }),
  'campaign.pause': async (owner) => ({ path: `${await campaignPath(owner, 'sending')}/pause` }),
  'campaign.choose_winner': async (owner) => {
    const arms = {
      weight: 1,
      contents: [{ key: 'b', weight: 1, message_content: 'Hey!' }],
      experiment: { metric: 'read' },
    };
    const { id } = await beginWithoutRun(owner, arms);
    return { path: `/v1/campaigns/${id}/winner`, body: { variant: 'b' } };
  },
  'campaign.resume': async (owner) => ({ path: `${await campaignPath(owner, 'paused')}/resume` }),
  'campaign.cancel': async (owner) => ({ path: `${await campaignPath(owner)}/cancel` }),
  'campaign.replay': async (owner) => ({
    path: `${await campaignPath(owner, 'paused')}/replay`,
    body: { scope: 'failed' },
  }),
  'campaign.reconcile': async (owner) => ({ path: `${await campaignPath(owner, 'paused')}/reconcile` }),
  'message.list': async (owner) => ({ path: `${await campaignPath(owner)}/messages` }),
  'message.read': async (owner) => {
    const { campaign, customer } = await sentTo(owner);
    return { path: `/v1/campaigns/${campaign.id}/messages/${customer.id}` };
  },
  'report.read': async (owner) => ({ path: `${await campaignPath(owner)}/report` }),
  'button_insights.read': async (owner) => {
    await beginWithoutRun(owner);
    return { path: '/v1/button-insights' };
  },

  'predictions.read_customer': async (owner) => ({ path: `${await customerPath(owner)}/prediction` }),
  'predictions.read': async () => ({ path: '/v1/predictions' }),

  'interaction.click': async (owner) => {
    const { campaign, customer } = await sentTo(owner);
    return {
      path: `/v1/campaigns/${campaign.id}/button-click`,
      body: { customer_id: customer.id, button_id: 'call' },
    };
  },
  'interaction.list': async (owner) => {
    const { campaign } = await clicked(owner);
    return { path: `/v1/campaigns/${campaign.id}/interactions` };
  },
  'interaction.list_of_customer': async (owner) => {
    const { customer } = await clicked(owner);
    return { path: `/v1/customers/${customer.id}/interactions` };
  },
  'reply.list': async (owner) => ({ path: `/v1/campaigns/${(await written(owner)).campaign.id}/replies` }),
  'reply.list_of_customer': async (owner) => ({ path: `/v1/customers/${(await written(owner)).customer.id}/replies` }),
  'interaction.convert': async (owner) => {
    const { campaign, id } = await clicked(owner);
    return {
      path: `/v1/campaigns/${campaign.id}/interactions/${id}/conversion`,
      body: { conversion_type: 'order', conversion_reference_id: 'A-1' },
    };
  },
  'conversion.list': async (owner) => {
    const { campaign, id } = await clicked(owner);
    const body = { conversion_type: 'order', conversion_reference_id: 'A-0' };
    await owner.call(`POST /v1/campaigns/${campaign.id}/interactions/${id}/conversion`, { body });
    return { path: `/v1/conversions?campaign_id=${campaign.id}` };
  },
  'conversion.report': async (owner) => {
    const { customer } = await clicked(owner);
    return {
      path: '/v1/conversions',
      body: { customer_id: customer.id, conversion_type: 'order', conversion_reference_id: 'A-1' },
    };
  },
  'webhook.inbound': async (owner) => {
    const sent = await sentTo(owner);
    return {
      path: `/webhooks/twilio/${owner.id}/inbound`,
      body: inboundForm(sent, { ButtonPayload: sent.reply_payload, ButtonText: 'Yes please' }),
      type: 'application/x-www-form-urlencoded',
    };
  },
  'webhook.voice': async (owner) => {
    const { customer } = await sentTo(owner);
    const call = { CallSid: `CA${'0'.repeat(32)}`, From: customer.phone_number, To: TRACKED.phone_number };
    return {
      path: `/webhooks/twilio/${owner.id}/voice`,
      body: new URLSearchParams(call).toString(),
      type: 'application/x-www-form-urlencoded',
    };
  },
  // A link is for whoever has it; a program that follows it changes nothing.
  'link.follow': async (owner) => ({ path: (await sentTo(owner)).link }),
  'link.probe': async (owner) => ({ path: (await sentTo(owner)).link }),

  'webhook_endpoint.create': async () => ({ path: '/v1/webhook-endpoints', body: { url: NOWHERE } }),
  'webhook_endpoint.list': async (owner) => {
    await endpointPath(owner);
    return { path: '/v1/webhook-endpoints' };
  },
  'webhook_endpoint.read': async (owner) => ({ path: await endpointPath(owner) }),
  'webhook_endpoint.change': async (owner) => ({ path: await endpointPath(owner), body: { status: 'disabled' } }),
  'webhook_endpoint.delete': async (owner) => ({ path: await endpointPath(owner) }),
  'webhook_endpoint.rotate': async (owner) => ({ path: `${await endpointPath(owner)}/rotate` }),
  'webhook_endpoint.test': async (owner) => ({ path: `${await endpointPath(owner)}/test` }),
  'webhook_delivery.list': async (owner) => {
    const endpoint = await endpointPath(owner);
    await addDelivery(owner, endpoint);
    return { path: `${endpoint}/deliveries` };
  },
  'webhook_delivery.replay': async (owner) => {
    const endpoint = await endpointPath(owner);
    return { path: `${endpoint}/deliveries/${await addDelivery(owner, endpoint)}/replay` };
  },

  'webhook.events': async (owner) => {
    const body = [{ type: 'com.twilio.messaging.template.approval.updated', data: { id: `HX${'0'.repeat(32)}` } }];
    return { path: `/webhooks/twilio/${owner.id}/events${bodyHash(JSON.stringify(body))}`, body };
  },
  'webhook.status': async (owner) => {
    const [customer] = await addCustomers(owner, 1);
    const campaign = await addCampaign(owner);
    const m = messageToken({ campaign_id: campaign.id, customer_id: customer.id });
    return {
      path: `/webhooks/twilio/${owner.id}/status?m=${m}`,
      body: new URLSearchParams({ MessageSid: `SM${'0'.repeat(32)}`, MessageStatus: 'delivered' }).toString(),
      type: 'application/x-www-form-urlencoded',
    };
  },
};

/** A draft of a segment, under a name that no other has. */
function segmentDraft() {
  return { name: `Regulars ${randomUUID()}`, criteria: { tags_any: ['regular'] } };
}

/** A draft of a member, under an address that no other has. */
function memberDraft() {
  return { email: `${randomUUID()}@example.com`, role: 'editor' };
}

async function memberPath(owner: TestTenant): Promise<string> {
  const { body } = await owner.call('POST /v1/members', { body: memberDraft() });
  return `/v1/members/${body.id}`;
}

async function segmentPath(owner: TestTenant): Promise<string> {
  const { body } = await owner.call('POST /v1/segments', { body: segmentDraft() });
  return `/v1/segments/${body.id}`;
}

/** A draft of a template, under a name that no other has. */
function templateDraft() {
  return { name: `news_${randomUUID().replaceAll('-', '')}`, message_content: 'Hello {{name}}, we have news.' };
}

async function templatePath(owner: TestTenant): Promise<string> {
  const { body } = await owner.call('POST /v1/templates', { body: templateDraft() });
  return `/v1/templates/${body.id}`;
}

/** A customer who tapped, with the interaction's id. */
async function clicked(owner: TestTenant): Promise<Sent & { readonly id: string }> {
  const sent = await sentTo(owner);
  const click = { customer_id: sent.customer.id, button_id: 'call' };
  const { body } = await owner.call(`POST /v1/campaigns/${sent.campaign.id}/button-click`, { body: click });
  return { ...sent, id: body.id };
}

/** Of an export that stands still, since it has ended. */
async function exportPath(owner: TestTenant): Promise<string> {
  const { id, job_id } = await exported(owner, { kind: 'customers' });
  await recorded(owner.call, job_id);
  return `/v1/exports/${id}`;
}

/** Somebody who has a campaign's message, and answered it. */
async function written(owner: TestTenant): Promise<Sent> {
  const sent = await sentTo(owner);
  await tell(owner, sent, { Body: 'Until when?' });
  return sent;
}

/** Of an import whose file is there. */
async function importPath(owner: TestTenant): Promise<string> {
  const { body } = await owner.call('POST /v1/imports', { body: {} });
  await uploadFile(body.upload, `phone_number,name\n${numbers(1)[0]},Ana\n`);
  return `/v1/imports/${body.id}`;
}

async function customerPath(owner: TestTenant): Promise<string> {
  const [{ id }] = await addCustomers(owner, numbers(1), { name: 'Ana' });
  return `/v1/customers/${id}`;
}

/** Of a campaign whose rows stand still, whatever its status says. */
async function campaignPath(owner: TestTenant, status: 'draft' | 'sending' | 'paused' = 'draft'): Promise<string> {
  const { id } = await (status === 'draft' ? addCampaign(owner) : beginWithoutRun(owner));
  if (status === 'paused') await owner.call(`POST /v1/campaigns/${id}/pause`);
  return `/v1/campaigns/${id}`;
}
