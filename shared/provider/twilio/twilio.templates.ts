import * as z from 'zod';

import {
  GONE,
  ProviderUnreachable,
  type Credentials,
  type Provider,
  type Review,
  type TemplateRegistry,
} from '../provider.ts';
import { templateOf, type TwilioTemplate } from './twilio-content.ts';
import { nextPage } from './next-page.ts';
import { accepted, isGone, NOT_OFFERED } from './content-answer.ts';
import { readListed, templatePage } from './read-template.ts';
import type { TwilioRequest } from './twilio.client.ts';

const HOST = 'https://content.twilio.com';
const CONTENT = `${HOST}/v1/Content`;
/** How many templates Twilio lists at once. */
const PAGE_SIZE = 100;

const created = z.object({ sid: z.string().min(1) });
const approvalRequest = z.object({ status: z.string().default('received'), rejection_reason: z.string().nullish() });
const approvals = z.object({ whatsapp: approvalRequest.nullish() });

/** What the adapter does with templates. */
type TemplateFace =
  | 'ensureTemplate'
  | 'knownTemplate'
  | 'listTemplates'
  | 'readTemplate'
  | 'createTemplate'
  | 'submitTemplate'
  | 'deleteTemplate'
  | 'accountOf';

/**
 * Creates templates by Twilio's Content API and submits them for WhatsApp's approval.
 * @param publicBaseUrl where links lead, without a slash at its end
 */
export function twilioTemplates(client: TwilioRequest, publicBaseUrl: string): Pick<Provider, TemplateFace> {
  const links = `${publicBaseUrl}/r/`;

  const request: TwilioRequest = async (...given) => {
    try {
      return await client(...given);
    } catch (error) {
      throw new ProviderUnreachable('The content service could not be reached.', { cause: error });
    }
  };

  async function create(credentials: Credentials, name: string, { language, variables, types }: TwilioTemplate) {
    const json = { friendly_name: name, language: language.replaceAll('-', '_'), variables, types };
    return created.parse(accepted(await request(credentials, { method: 'post', uri: CONTENT, json }))).sid;
  }

  /** Submits a template for approval unless it was submitted before. @returns undefined when it is gone */
  async function review(
    credentials: Credentials,
    { name, category, content_sid }: { name: string; category: string; content_sid: string },
  ): Promise<Review | undefined> {
    const uri = `${CONTENT}/${content_sid}/ApprovalRequests`;
    const answer = await request(credentials, { method: 'get', uri });
    if (isGone(answer)) return undefined;
    if (NOT_OFFERED.has(answer.status)) return { state: 'approved' };
    const known = approvals.parse(accepted(answer)).whatsapp;
    if (known && known.status !== 'unsubmitted') return reviewOf(known);
    // WhatsApp takes a name once in a language; a deleted template and one of another tenant of the account have taken theirs.
    const unique = `${name}_${content_sid.slice(-8).toLowerCase()}`;
    const submission = await submit(credentials, { name: unique, category, content_sid });
    const submitted = submission.status < 300 ? approvalRequest.parse(submission.body) : undefined;
    if (submitted?.status === 'approved') return reviewOf(submitted);
    const after = approvals.parse(accepted(await request(credentials, { method: 'get', uri }))).whatsapp;
    // Another campaign with this content may have just submitted it: then this request is refused, and the review is pending.
    return reviewOf(after && after.status !== 'unsubmitted' ? after : approvalRequest.parse(accepted(submission)));
  }

  function submit(
    credentials: Credentials,
    { name, category, content_sid }: { name: string; category: string; content_sid: string },
  ) {
    const json = { name, category: category.toUpperCase() };
    return request(credentials, { method: 'post', uri: `${CONTENT}/${content_sid}/ApprovalRequests/whatsapp`, json });
  }

  /** The account's template of this content; made if there is none. */
  async function find(credentials: Credentials, template: TwilioTemplate, registry: TemplateRegistry): Promise<string> {
    const account = accountOf(credentials);
    const known = await registry.find(account, template.name);
    return known ?? registry.add(account, template.name, await create(credentials, template.name, template));
  }

  return {
    accountOf,

    async ensureTemplate(credentials, content, use, registry) {
      if (content.existing) {
        const { template_id, name } = content.existing;
        const given = { name: submittedName(name), category: use, content_sid: template_id };
        return { template_id, review: (await review(credentials, given)) ?? GONE };
      }
      const template = templateOf(content, use, publicBaseUrl);
      const template_id = await find(credentials, template, registry);
      if (use === 'answer' || use === 'session') return { template_id, review: { state: 'approved' } };
      const found = await review(credentials, { name: template.name, category: use, content_sid: template_id });
      if (found) return { template_id, review: found };
      // It was deleted at the provider, and is made anew.
      await registry.forget(accountOf(credentials), template.name, template_id);
      const content_sid = await find(credentials, template, registry);
      const again = await review(credentials, { name: template.name, category: use, content_sid });
      return { template_id: content_sid, review: again ?? { state: 'pending' } };
    },

    async knownTemplate(credentials, content, use, registry) {
      if (content.existing) return content.existing.template_id;
      return registry.find(accountOf(credentials), templateOf(content, use, publicBaseUrl).name);
    },

    async listTemplates(credentials, page) {
      const uri = page ? nextPage(page, HOST) : `${HOST}/v1/ContentAndApprovals?PageSize=${PAGE_SIZE}`;
      const { contents, meta } = templatePage.parse(accepted(await request(credentials, { method: 'get', uri })));
      return { templates: contents.map((listed) => readListed(listed, links)), next: meta.next_page_url ?? undefined };
    },

    async readTemplate(credentials, template_id) {
      const uri = `${CONTENT}/${encodeURIComponent(template_id)}`;
      const [answer, approval] = await Promise.all([
        request(credentials, { method: 'get', uri }),
        request(credentials, { method: 'get', uri: `${uri}/ApprovalRequests` }),
      ]);
      if (isGone(answer)) return undefined;
      const { whatsapp } = NOT_OFFERED.has(approval.status) ? {} : (accepted(approval) as { whatsapp?: unknown });
      return readListed(
        templatePage.shape.contents.element.parse({ ...accepted(answer), approval_requests: whatsapp }),
        links,
      );
    },

    async createTemplate(credentials, { name, content, category }, registry) {
      const template = templateOf(content, category, publicBaseUrl);
      const template_id = await create(credentials, name, template);
      await registry.add(accountOf(credentials), template.name, template_id);
      return template_id;
    },

    async submitTemplate(credentials, { template_id, name, category }) {
      accepted(await submit(credentials, { name, category, content_sid: template_id }));
    },

    async deleteTemplate(credentials, template_id) {
      const uri = `${CONTENT}/${encodeURIComponent(template_id)}`;
      const answer = await request(credentials, { method: 'delete', uri });
      if (!isGone(answer)) accepted(answer);
    },
  };
}

function accountOf(credentials: Credentials): string {
  return credentials['account_sid'] ?? '';
}

/** WhatsApp takes small letters, digits and _ in a template's name; Twilio takes any for a content. */
function submittedName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
}

function reviewOf({ status, rejection_reason }: z.infer<typeof approvalRequest>): Review {
  if (status === 'approved') return { state: 'approved' };
  if (status === 'rejected' || status === 'paused' || status === 'disabled')
    return { state: status, reason: rejection_reason || status };
  return { state: 'pending' };
}
