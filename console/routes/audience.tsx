import { useLocation, useRoute } from 'preact-iso/router';

import { CustomerTable } from '../components/customer-table.tsx';
import { Empty } from '../components/empty.tsx';
import { ExportButton } from '../components/export-button.tsx';
import { Listed } from '../components/listed.tsx';
import { Page } from '../components/page.tsx';
import { answerOf, api } from '../services/api.ts';
import { figureOf } from '../services/audience.ts';
import { useCampaign } from '../services/campaign.ts';
import { textName } from '../services/content-name.ts';
import { country } from '../services/format.ts';
import { leftOut } from '../services/words.ts';

/** The people whom a figure of the check counts, before anything is sent. */
export default function Audience() {
  const { id = '' } = useRoute().params;
  const figure = figureOf(useLocation().query);
  const { outcome, content, lacking, country: code, category, waits } = figure;
  const { data: campaign } = useCampaign(id);
  return (
    <Page
      title={[
        outcome !== 'reached'
          ? `Left out: ${leftOut(outcome, 2)}`
          : waits
            ? `Who will get it later: they ${leftOut(waits, 2)}`
            : 'Who will get it',
        code && country(code),
        category,
        content && `with “${textName(campaign?.contents, content)}”`,
        lacking && `no value for ${lacking}`,
      ]
        .filter(Boolean)
        .join(', ')}
      actions={
        <ExportButton key={JSON.stringify(figure)} of={{ kind: 'customers', filter: { campaign_id: id, ...figure } }} />
      }
    >
      <Listed
        what="the people"
        path={`/campaigns/${id}/audience`}
        query={figure}
        load={(page, signal) =>
          answerOf(
            api.GET('/v1/campaigns/{id}/audience', {
              params: { path: { id }, query: { limit: 50, ...figure, ...page } },
              signal,
            }),
          )
        }
        empty={<Empty>Nobody.</Empty>}
      >
        {(customers) => <CustomerTable customers={customers} />}
      </Listed>
    </Page>
  );
}
