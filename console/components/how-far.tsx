import type { Campaign } from '../services/api.ts';
import { useCampaign } from '../services/campaign.ts';
import { outOf } from '../services/format.ts';
import { Progress } from './bar.tsx';

/** How often it is looked at, in milliseconds. */
const EVERY = 10_000;

/** How far a campaign is that is being sent. Who waits for their turn is in no list, so the campaign itself is asked. */
export function HowFar({ campaign: { id, name, status } }: { readonly campaign: Campaign }) {
  const { data } = useCampaign(id, () => (status === 'sending' ? EVERY : undefined));
  const { planned = 0, settled = 0 } = data?.progress ?? {};
  if (planned === 0) return null;
  return (
    <>
      <Progress label={`Progress of ${name}`} done={settled} of={planned} />
      <span class="meta figures">{outOf(settled, planned)}</span>
    </>
  );
}
