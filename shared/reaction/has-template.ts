import { needsTemplate } from '../content/content.ts';
import type { Providers, TemplateRegistry } from '../provider/provider.ts';
import type { Templates } from '../template/template.store.ts';
import type { ComposedReply } from './auto-reply.ts';
import type { Recipient } from './send-reply.ts';

export interface HasTemplatePorts {
  readonly templateProviders: Providers<'ensureTemplate'>;
  readonly templates: Pick<Templates, 'ofTenant'>;
}

/** Ends the search for a template before one is made. */
class NoTemplateYet extends Error {
  override readonly name = 'NoTemplateYet';
}

/** Whether a reply can be sent without another template being made of it. Makes none. */
export async function hasTemplate(
  tenant: string,
  { credentials, from }: Pick<Recipient, 'credentials' | 'from'>,
  { content }: ComposedReply,
  { templateProviders, templates }: HasTemplatePorts,
): Promise<boolean> {
  if (!needsTemplate(content)) return true;
  const known = templates.ofTenant(tenant);
  const registry: TemplateRegistry = {
    ...known,
    async find(account, name) {
      const found = await known.find(account, name);
      if (found === undefined) throw new NoTemplateYet();
      return found;
    },
  };
  try {
    await templateProviders(from.provider).ensureTemplate(credentials, content, 'answer', registry);
    return true;
  } catch (error) {
    if (error instanceof NoTemplateYet) return false;
    throw error;
  }
}
