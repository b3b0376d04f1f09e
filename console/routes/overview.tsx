import { Alerts } from '../components/alerts.tsx';
import { CampaignTable } from '../components/campaign-table.tsx';
import { Empty } from '../components/empty.tsx';
import { Loaded } from '../components/loaded.tsx';
import { NewCampaign } from '../components/new-campaign.tsx';
import { Page } from '../components/page.tsx';
import { Running } from '../components/running.tsx';
import { Senders } from '../components/senders.tsx';
import type { Campaign } from '../services/api.ts';
import { listCampaigns } from '../services/list-campaigns.ts';
import { useLive } from '../services/live.ts';
import { hasResults } from '../services/progress.ts';
import { may } from '../services/scopes.ts';

const RUNNING: readonly Campaign['status'][] = ['sending', 'paused', 'scheduled'];

/** What needs a person, what is running, how the senders are, and what came of the last campaigns. */
export default function Overview() {
  const campaigns = useLive(currentCampaigns, [], (all) =>
    all.some(({ status }) => status === 'sending') ? 10_000 : 60_000,
  );
  return (
    <Page title="Overview" actions={<NewCampaign />}>
      <Alerts isRefused={campaigns.error !== undefined} />
      <section class="stack">
        <h2>Running and scheduled</h2>
        <Loaded from={campaigns} what="the campaigns">
          {(all) => <Running campaigns={all.filter(({ status }) => RUNNING.includes(status))} />}
        </Loaded>
      </section>
      <section class="stack">
        <h2>Last results</h2>
        <Loaded from={campaigns} what="the campaigns">
          {(all) => <Results campaigns={all.filter(hasResults).slice(0, 5)} />}
        </Loaded>
      </section>
      {may('settings:manage') && <Senders />}
    </Page>
  );
}

/** The newest campaigns, and whatever runs: what was scheduled or paused long ago is on no first page of many. */
async function currentCampaigns(signal: AbortSignal): Promise<readonly Campaign[]> {
  const { data, next_cursor } = await listCampaigns({ limit: 50 }, signal);
  if (next_cursor === null) return data;
  const running = await Promise.all(RUNNING.map((status) => listCampaigns({ limit: 100, status }, signal)));
  return [...new Map([...data, ...running.flatMap((list) => list.data)].map((one) => [one.id, one])).values()];
}

function Results({ campaigns }: { readonly campaigns: readonly Campaign[] }) {
  if (campaigns.length === 0)
    return <Empty>No campaign has finished yet. What people read and tapped will be here.</Empty>;
  return <CampaignTable caption="Last results" campaigns={campaigns} />;
}
