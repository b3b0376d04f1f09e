import type * as z from 'zod';

import type { ContentFields } from '../content/content-fields.ts';
import type { ExistingTemplate } from '../content/existing-template.ts';
import { invalid, type Fault } from '../platform/errors.ts';
import { fillTemplate } from '../template/fill-template.ts';
import type { Templates } from '../template/template.store.ts';
import type { Campaign, CampaignChange, campaignDraft, ResolvedChange } from './campaign.ts';
import { campaignContentFaults } from './content-rules.ts';
import type { OtherContent } from './contents.ts';
import { templateSays } from './template-choice-faults.ts';

export interface UseTemplatePorts {
  readonly templates: Pick<Templates, 'get'>;
}

type Draft = z.output<typeof campaignDraft>;

interface Choice {
  readonly template_id?: string | null | undefined;
  readonly template_variables?: Readonly<Record<string, string>> | null | undefined;
}

/** What is found, and every fault of it. */
interface Filled<Found> {
  readonly found: Found;
  readonly faults: readonly Fault[];
}

/**
 * A draft with the contents of the templates that it names.
 * @throws HeraldError 400 with every fault of the templates and of what fills them
 */
export async function useTemplates(
  tenant_id: string,
  draft: Draft,
  ports: UseTemplatePorts,
): Promise<Draft & ContentFields> {
  const own = await filledBy(tenant_id, draft, ports);
  const others = await othersFilled(tenant_id, draft.contents, ports);
  const used = { ...draft, ...ownOf(own.found), contents: others.found } as Draft & ContentFields;
  const faults = [...own.faults, ...others.faults];
  // What names no template was judged with the request; what names one can be judged now.
  const judged = faults.length > 0 ? faults : campaignContentFaults(used);
  if (judged.length > 0) throw invalid(judged);
  return used;
}

/**
 * The same of a change. A message in place of a template leaves the template's buttons and the like.
 * @throws HeraldError 400 as `useTemplates`
 */
export async function changeTemplates(
  before: Campaign,
  change: CampaignChange,
  ports: UseTemplatePorts,
): Promise<ResolvedChange> {
  const { tenant_id } = before;
  const others = await othersFilled(tenant_id, change.contents ?? [], ports);
  const changed = { ...change, ...(change.contents && { contents: others.found }) };
  const choice = chosen(before, change);
  const isNew = change.template_id !== undefined || change.template_variables !== undefined;
  const own = choice && isNew ? await filledBy(tenant_id, choice, ports) : { found: undefined, faults: [] };
  const faults = [...choiceFaults(before, change, choice), ...own.faults, ...others.faults];
  if (faults.length > 0) throw invalid(faults);
  if (!choice) return before.template_id ? { ...changed, ...NO_TEMPLATE } : changed;
  return { ...changed, ...choice, ...(own.found && { ...NOTHING, ...ownOf(own.found) }) };
}

const NO_TEMPLATE = { template_id: null, template_variables: null, existing: undefined } as const;

/** The campaign's own template after a change, if it then has one. */
function chosen(before: Campaign, change: CampaignChange) {
  const template_id = change.template_id === undefined ? before.template_id : change.template_id;
  const isReplaced = change.template_id === undefined && change.message_content !== undefined;
  if (!template_id || isReplaced) return undefined;
  const former = change.template_id ? undefined : before.template_variables;
  return { template_id, template_variables: change.template_variables ?? former ?? {} };
}

function choiceFaults(before: Campaign, change: CampaignChange, choice: Choice | undefined): Fault[] {
  if (choice) return templateSays((field) => change[field] !== undefined);
  const isMissing = before.template_id && change.message_content === undefined;
  return [
    ...(isMissing ? [{ path: 'message_content', code: 'required', message: 'needed in place of the template' }] : []),
    ...(change.template_variables
      ? [{ path: 'template_variables', code: 'refused', message: 'only together with template_id' }]
      : []),
  ];
}

async function othersFilled(
  tenant_id: string,
  contents: readonly OtherContent[],
  ports: UseTemplatePorts,
): Promise<Filled<OtherContent[]>> {
  const each = contents.map(async (content, index): Promise<Filled<OtherContent>> => {
    const { found, faults } = await filledBy(tenant_id, content, ports);
    if (!found)
      return { found: content, faults: faults.map((fault) => ({ ...fault, path: `contents.${index}.${fault.path}` })) };
    // What the template has not, the campaign's own content must not lend it.
    return { found: { ...content, ...NOTHING, ...found }, faults };
  });
  const filled = await Promise.all(each);
  return { found: filled.map(({ found }) => found), faults: filled.flatMap(({ faults }) => faults) };
}

/** A campaign is of its own template's category. */
function ownOf(found: Found | undefined) {
  return found && { ...found, category: found.existing.category };
}

type Found = ContentFields & { readonly existing: ExistingTemplate };

const NOTHING = { media_url: null, media_caption: null, header_text: null, footer: null } as const;
/** The fields that the template which is named says itself. */
async function filledBy(
  tenant_id: string,
  { template_id, template_variables }: Choice,
  { templates }: UseTemplatePorts,
): Promise<Filled<Found | undefined>> {
  if (!template_id) return { found: undefined, faults: [] };
  const template = await templates.get(tenant_id, template_id);
  if (!template) return { found: undefined, faults: [UNKNOWN] };
  const filled = fillTemplate(template, template_variables ?? {});
  if ('faults' in filled) return { found: undefined, faults: filled.faults };
  return { found: filled.fields, faults: [] };
}

const UNKNOWN: Fault = {
  path: 'template_id',
  code: 'not_found',
  message: 'There is no such template; GET /v1/templates lists yours, and POST /v1/templates/sync looks for new ones.',
};
