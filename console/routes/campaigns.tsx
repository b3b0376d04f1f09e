import { useLocation } from 'preact-iso/router';

import { CampaignTable } from '../components/campaign-table.tsx';
import { CloneButton } from '../components/clone-button.tsx';
import { Empty } from '../components/empty.tsx';
import { Input, Select } from '../components/input.tsx';
import { Listed } from '../components/listed.tsx';
import { NewCampaign } from '../components/new-campaign.tsx';
import { Page } from '../components/page.tsx';
import type { Schemas } from '../services/api.ts';
import { isDay } from '../services/format.ts';
import { link } from '../services/link.ts';
import { listCampaigns } from '../services/list-campaigns.ts';
import { may } from '../services/scopes.ts';
import { wordOf } from '../services/word-of.ts';

const STATUSES = ['draft', 'scheduled', 'sending', 'paused', 'completed', 'cancelled'];

/** All campaigns, newest first; what is searched for stands in the address. */
export default function Campaigns() {
  const { query, route } = useLocation();
  const { status, q, from } = query;
  const search = (change: Readonly<Record<string, string>>) =>
    route(link('/campaigns', { status, q, from, ...change }), true);
  return (
    <Page title="Campaigns" actions={<NewCampaign />}>
      <search class="row">
        <Input label="Name" type="search" value={q ?? ''} onInput={(value) => search({ q: value })} />
        <Select
          label="Status"
          value={status ?? ''}
          options={[['', 'Any status'], ...STATUSES.map((name) => [name, wordOf(name)] as const)]}
          onChange={(value) => search({ status: value })}
        />
        <Input label="Made since" type="date" value={from ?? ''} onInput={(value) => search({ from: value })} />
      </search>
      <Listed
        what="the campaigns"
        path="/campaigns"
        query={{ status, q, from }}
        load={(page, signal) =>
          listCampaigns(
            {
              limit: 25,
              ...(status && { status: status as Schemas['CampaignStatus'] }),
              ...(q && { name: q }),
              // By this computer's clock.
              ...(from && isDay(from) && { created_after: new Date(`${from}T00:00`).toISOString() }),
              ...page,
            },
            signal,
          )
        }
        empty={<Nothing isFiltered={!!(status || q || from)} />}
      >
        {(campaigns) => (
          <CampaignTable
            caption="Campaigns"
            campaigns={campaigns}
            {...(may('conversations:view') && { actions: (campaign) => <CloneButton campaign={campaign} /> })}
          />
        )}
      </Listed>
    </Page>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty>No campaign fits. Choose another status or day, or search for another name.</Empty>;
  return <Empty action={<NewCampaign />}>No campaigns yet. Write the first one.</Empty>;
}
