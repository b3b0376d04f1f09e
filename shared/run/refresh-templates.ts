import * as z from 'zod';

import type { Campaign, ContentTemplate } from '../campaign/campaign.ts';
import { ACTIVE_STATUSES } from '../campaign/campaign-status.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { JobKind } from '../job/job-kind.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { pagesOf, type StorePage } from '../platform/page.ts';
import { GONE, type Providers } from '../provider/provider.ts';
import { system } from '../tenancy/actor.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { lookAtTemplate } from '../template/look-at-template.ts';
import { reviewOf } from '../template/review-of.ts';
import type { Templates } from '../template/template.store.ts';
import { pauseSending } from './pause-sending.ts';

export interface RefreshPorts {
  readonly campaigns: Pick<Campaigns, 'page' | 'setTemplates' | 'tryTransition'>;
  readonly clock: Clock;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly log: Log;
  readonly templateProviders: Providers<'accountOf' | 'readTemplate'>;
  readonly templates: Pick<Templates, 'put' | 'markGone'>;
}

const input = z.object({ template_ids: z.array(z.string()).min(1) });
const position = z.object({ place: z.number().int() });

/** How many campaigns are read at once. */
const PAGE = 100;

/** Looks at some templates again, one a step: their rows and the campaigns that use them follow, and one that cannot be sent pauses. */
export function refreshTemplates({ credentials, templateProviders, templates, ...ports }: RefreshPorts): JobKind {
  const provider = templateProviders(undefined);
  return {
    async step(job, now) {
      const { template_ids } = input.parse(job.input);
      const { place } = job.position ? position.parse(job.position) : { place: 0 };
      const template_id = template_ids[place];
      const vault = await credentials.get(job.tenant_id);
      if (!vault || template_id === undefined) return { next: undefined };
      const at = { tenant_id: job.tenant_id, credentials: vault, template_id };
      const found = await lookAtTemplate(at, timestamp(now), provider, templates);
      const changed = await followTemplate(job.tenant_id, template_id, found ? reviewOf(found) : GONE, ports);
      const next = place + 1 < template_ids.length ? { place: place + 1 } : undefined;
      return { next, done: { templates: 1, campaigns: changed } };
    },
  };
}

/** Shows a template's state on the active campaigns that use it. @returns how many changed */
async function followTemplate(
  tenant_id: string,
  template_id: string,
  state: Pick<ContentTemplate, 'state' | 'reason'> | undefined,
  ports: Pick<RefreshPorts, 'campaigns' | 'clock' | 'log'>,
): Promise<number> {
  if (!state) return 0;
  let changed = 0;
  for (const status of ACTIVE_STATUSES) {
    const pages = pagesOf<StorePage<Campaign>>((after) =>
      ports.campaigns.page(tenant_id, status, { limit: PAGE, after }),
    );
    for await (const { items } of pages)
      for (const campaign of items) if (await follow(campaign, template_id, state, ports)) changed += 1;
  }
  return changed;
}

async function follow(
  campaign: Campaign,
  template_id: string,
  state: Pick<ContentTemplate, 'state' | 'reason'>,
  ports: Pick<RefreshPorts, 'campaigns' | 'clock' | 'log'>,
): Promise<boolean> {
  const entries = Object.entries(campaign.content_templates ?? {});
  const isNews = ([, known]: (typeof entries)[number]) =>
    known.template_id === template_id && known.state !== state.state;
  if (!entries.some(isNews)) return false;
  const templates = entries.map((entry) => [entry[0], isNews(entry) ? { template_id, ...state } : entry[1]] as const);
  await ports.campaigns.setTemplates(campaign, Object.fromEntries(templates));
  const sends = state.state === 'approved' || state.state === 'pending';
  if (campaign.status === 'sending' && !sends)
    await pauseSending(campaign, { why: 'template_refused', detail: `${state.reason}.` }, system('provider'), ports);
  return true;
}
