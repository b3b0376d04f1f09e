import type * as z from 'zod';

import { footerIn, type DefaultFooter } from '../content/default-footer.ts';
import type { campaignDraft } from './campaign.ts';

type Draft = z.infer<typeof campaignDraft>;

/**
 * Gives the contents of a new campaign that name no footer the tenant's, each in its language. A footer of null, or a
 * plain message to open windows, stays without; so does an existing template, which has its own or none.
 */
export function withDefaultFooters<Given extends Draft>(draft: Given, footer: DefaultFooter | undefined): Given {
  if (footer === undefined || draft.send_as === 'session' || draft.footer !== undefined || draft.template_id)
    return draft;
  const contents = draft.contents.map((content) => {
    if (content.footer !== undefined || content.language === undefined || content.template_id) return content;
    const own = footerIn(footer, content.language);
    return own === undefined ? content : { ...content, footer: own };
  });
  return { ...draft, contents, footer: footerIn(footer, draft.language) };
}
