import * as z from 'zod';

import { ProviderRefusal, type Provider, type Review } from '../provider.ts';
import { errorOf } from './error-codes.ts';
import { templateOf, type TwilioTemplate } from './twilio-content.ts';
import type { TwilioRequest, TwilioResponse } from './twilio.client.ts';

type Credentials = Parameters<Provider['send']>[0];

const CONTENT = 'https://content.twilio.com/v1/Content';

const created = z.object({ sid: z.string().min(1) });
const refusal = z.object({ code: z.number().optional(), message: z.string().optional() });
const approvalRequest = z.object({ status: z.string().default('received'), rejection_reason: z.string().nullish() });
const approvals = z.object({ whatsapp: approvalRequest.nullish() });

/** Statuses of a service without reviews; there, the outcome of each message shows whether it could be sent. */
const NOT_OFFERED = new Set([404, 405, 501]);

/**
 * Creates templates by Twilio's Content API and submits them for WhatsApp's approval.
 * @param publicBaseUrl where links lead, without a slash at its end
 */
export function twilioTemplates(request: TwilioRequest, publicBaseUrl: string): Pick<Provider, 'ensureTemplate'> {
  async function create(credentials: Credentials, { name, language, variables, types }: TwilioTemplate) {
    const json = { friendly_name: name, language, variables, types };
    return created.parse(accepted(await request(credentials, { method: 'post', uri: CONTENT, json }))).sid;
  }

  /** Submits the template for approval unless it was submitted before. */
  async function review(credentials: Credentials, name: string, content_sid: string): Promise<Review> {
    const uri = `${CONTENT}/${content_sid}/ApprovalRequests`;
    const answer = await request(credentials, { method: 'get', uri });
    if (NOT_OFFERED.has(answer.status)) return { state: 'approved' };
    const known = approvals.parse(accepted(answer)).whatsapp;
    if (known && known.status !== 'unsubmitted') return reviewOf(known);
    const json = { name, category: 'MARKETING' };
    const submission = await request(credentials, { method: 'post', uri: `${uri}/whatsapp`, json });
    const submitted = submission.status < 300 ? approvalRequest.parse(submission.body) : undefined;
    if (submitted?.status === 'approved') return reviewOf(submitted);
    const after = approvals.parse(accepted(await request(credentials, { method: 'get', uri }))).whatsapp;
    // Another campaign with this content may have just submitted it: then this request is refused, and the review is pending.
    return reviewOf(after && after.status !== 'unsubmitted' ? after : approvalRequest.parse(accepted(submission)));
  }

  return {
    async ensureTemplate(credentials, content, use, registry) {
      const template = templateOf(content, use, publicBaseUrl);
      const account = credentials['account_sid'] ?? '';
      const template_id =
        (await registry.find(account, template.name)) ??
        (await registry.add(account, template.name, await create(credentials, template)));
      if (use === 'answer') return { template_id, review: { state: 'approved' } };
      return { template_id, review: await review(credentials, template.name, template_id) };
    },
  };
}

function accepted({ status, body }: TwilioResponse): Record<string, unknown> {
  if (status < 300) return body;
  if (status === 429 || status >= 500) throw new Error(`The content service answered ${status}.`);
  const { code, message } = refusal.parse(body);
  throw new ProviderRefusal(errorOf(String(code ?? status)), message ?? `HTTP ${status}`);
}

function reviewOf({ status, rejection_reason }: z.infer<typeof approvalRequest>): Review {
  if (status === 'approved') return { state: 'approved' };
  if (['rejected', 'paused', 'disabled'].includes(status))
    return { state: 'rejected', reason: rejection_reason || status };
  return { state: 'pending' };
}
