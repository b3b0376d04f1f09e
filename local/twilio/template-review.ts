import { shown as shownOf, type Types } from './content-types.ts';
import { mediaFault } from './media.ts';
import type { RuleName, Rules } from './rules.ts';
import { TEXT_RULES } from './template-rules.ts';
import { fill, type Variables } from './template.ts';
import type { Web } from './web.ts';

export interface Submission {
  readonly language: string;
  readonly types: Types;
  readonly samples: Variables;
  /** Whether the account has used the name in this language before. */
  readonly nameIsTaken: boolean;
}

/** Why WhatsApp refuses a template, or undefined. Samples of links and media are looked at on the web. */
export async function rejection(submission: Submission, rules: Rules, web: Web): Promise<string | undefined> {
  const { language, types, samples, nameIsTaken } = submission;
  const shown = shownOf(types);
  if (nameIsTaken && rules.holds('template_unique_name'))
    return 'The account has, or had, a template of this name in this language.';
  for (const [rule, finds] of TEXT_RULES) {
    const reason = rules.holds(rule) && finds({ shown, language, samples });
    if (reason) return reason;
  }
  const { media = [], actions = [] } = fill(JSON.stringify(shown), samples) as typeof shown;
  if (rules.holds('template_header_media') && (await mediaFault(media, true, web))) return 'Unsupported header media.';
  if (!LINK_RULES.some(rules.holds)) return undefined;
  for (const { url } of actions) {
    const fault = url && (await linkFault(url, web));
    if (fault && rules.holds(fault)) return `The sample link ${SAYS[fault]}.`;
  }
  return undefined;
}

const LINK_RULES = ['template_sample_url', 'template_sample_page'] as const satisfies readonly RuleName[];
type LinkRule = (typeof LINK_RULES)[number];
const SAYS: Readonly<Record<LinkRule, string>> = {
  template_sample_url: 'has a blank, or does not answer',
  template_sample_page: 'leads to no page',
};

async function linkFault(url: string, web: Web): Promise<LinkRule | undefined> {
  if (/\s/.test(url)) return 'template_sample_url';
  const page = await web.look(url);
  if (!page || page.status >= 500) return 'template_sample_url';
  return page.status >= 400 ? 'template_sample_page' : undefined;
}
