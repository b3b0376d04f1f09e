import * as z from 'zod';

import { ProviderRefusal, type Approval, type TemplateProvider } from '../provider.ts';
import type { TwilioRequest, TwilioResponse } from './twilio.client.ts';

const CONTENT = 'https://content.twilio.com/v1/Content';

const created = z.object({ sid: z.string().min(1) });
const refusal = z.object({ code: z.number().optional(), message: z.string().optional() });
const review = z.object({ status: z.string().default('received'), rejection_reason: z.string().nullish() });
type Review = z.infer<typeof review>;
const approvals = z.object({ whatsapp: review.nullish() });

/** Where templates are not reviewed at all, each message's own outcome tells whether it could be sent. */
const NOT_OFFERED = new Set([404, 405, 501]);

/** Content and WhatsApp approval by Twilio's Content API. */
export function twilioTemplates(request: TwilioRequest): TemplateProvider {
  return {
    async create(credentials, { name, language, variables, types }) {
      const json = { friendly_name: name, language, variables, types };
      const answer = accepted(await request(credentials, { method: 'post', uri: CONTENT, json }));
      return { content_sid: created.parse(answer).sid };
    },

    async approval(credentials, { name, content_sid }) {
      const uri = `${CONTENT}/${content_sid}/ApprovalRequests`;
      const answer = await request(credentials, { method: 'get', uri });
      if (NOT_OFFERED.has(answer.status)) return { state: 'approved' };
      const known = approvals.parse(accepted(answer)).whatsapp;
      if (known && known.status !== 'unsubmitted') return approval(known);
      const json = { name, category: 'MARKETING' };
      const submission = await request(credentials, { method: 'post', uri: `${uri}/whatsapp`, json });
      const submitted = submission.status < 300 ? review.parse(submission.body) : undefined;
      if (submitted?.status === 'approved') return approval(submitted);
      const after = approvals.parse(accepted(await request(credentials, { method: 'get', uri }))).whatsapp;
      // Another campaign with this content may have submitted it a moment ago: then this is refused, and it is under review.
      return approval(after && after.status !== 'unsubmitted' ? after : review.parse(accepted(submission)));
    },
  };
}

function accepted({ status, body }: TwilioResponse): Record<string, unknown> {
  if (status < 300) return body;
  if (status === 429 || status >= 500) throw new Error(`The content service answered ${status}.`);
  const { code, message } = refusal.parse(body);
  throw new ProviderRefusal(code ?? status, message ?? `HTTP ${status}`);
}

function approval({ status, rejection_reason }: Review): Approval {
  if (status === 'approved') return { state: 'approved' };
  if (['rejected', 'paused', 'disabled'].includes(status))
    return { state: 'rejected', reason: rejection_reason || status };
  return { state: 'pending' };
}
