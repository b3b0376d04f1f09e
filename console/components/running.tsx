import type { Campaign } from '../services/api.ts';
import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { tappedOf } from '../services/progress.ts';
import { LinkButton } from './button.tsx';
import { Chip } from './chip.tsx';
import { Empty } from './empty.tsx';
import { HowFar } from './how-far.tsx';
import { Time } from './time.tsx';

/** Campaigns that are being sent, wait for their time, or stand still. */
export function Running({ campaigns }: { readonly campaigns: readonly Campaign[] }) {
  if (campaigns.length === 0)
    return (
      <Empty action={<LinkButton href={link('/campaigns')}>All campaigns</LinkButton>}>
        Nothing is being sent now, or scheduled.
      </Empty>
    );
  return (
    <div class="stack">
      {campaigns.map((campaign) => (
        <RunningCampaign key={campaign.id} campaign={campaign} />
      ))}
    </div>
  );
}

function RunningCampaign({ campaign }: { readonly campaign: Campaign }) {
  const { id, name, status, totals, scheduled_at, status_reason } = campaign;
  const tapped = tappedOf(campaign);
  return (
    <article class="card stack">
      <div class="row">
        <h3>
          <a href={link(`/campaigns/${id}`)}>{name}</a>
        </h3>
        <Chip status={status} />
        {status === 'scheduled' && (
          <span>
            starts <Time at={scheduled_at} />
          </span>
        )}
      </div>
      {totals && totals.recipients > 0 && (
        <>
          <HowFar campaign={campaign} />
          <span class="meta figures">
            {count(totals.accepted)} sent, {count(totals.read)} read
            {tapped !== undefined && `, ${count(tapped)} tapped`}
          </span>
        </>
      )}
      {status_reason && <p class="meta">{status_reason}</p>}
    </article>
  );
}
