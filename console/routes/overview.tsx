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

const RUNNING = ['sending', 'paused', 'scheduled'];

/** What needs a person, what is running, how the senders are, and what came of the last campaigns. */
export default function Overview() {
  const campaigns = useLive(
    async (signal) => (await listCampaigns({ limit: 50 }, signal)).data,
    [],
    (all) => (all.some(({ status }) => status === 'sending') ? 10_000 : 60_000),
  );
  return (
    <Page title="Overview" actions={<NewCampaign />}>
      <Alerts isRefused={campaigns.error !== undefined} />
      <section class="stack">
        <h2>Running</h2>
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

function Results({ campaigns }: { readonly campaigns: readonly Campaign[] }) {
  if (campaigns.length === 0)
    return <Empty>No campaign has finished yet. What people read and tapped will be here.</Empty>;
  return <CampaignTable caption="Last results" campaigns={campaigns} />;
}
