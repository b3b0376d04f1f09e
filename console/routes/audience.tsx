import { useLocation, useRoute } from 'preact-iso/router';

import { CustomerTable } from '../components/customer-table.tsx';
import { Empty } from '../components/empty.tsx';
import { ExportButton } from '../components/export-button.tsx';
import { Listed } from '../components/listed.tsx';
import { Page } from '../components/page.tsx';
import { answerOf, api } from '../services/api.ts';
import { outcomeOf } from '../services/audience.ts';
import { useCampaign } from '../services/campaign.ts';
import { textName } from '../services/content-name.ts';
import { leftOut } from '../services/words.ts';

/** The people whom a figure of the check counts, before anything is sent. */
export default function Audience() {
  const { id = '' } = useRoute().params;
  const { outcome: asked, content, lacking } = useLocation().query;
  const outcome = outcomeOf(asked);
  const { data: campaign } = useCampaign(id);
  const figure = { outcome, ...(content && { content }), ...(lacking && { lacking }) };
  return (
    <Page
      title={
        (outcome === 'reached' ? 'Who will get it' : `Left out: ${leftOut(outcome, 2)}`) +
        (content ? `, with “${textName(campaign?.contents, content)}”` : '') +
        (lacking ? `, no value for ${lacking}` : '')
      }
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
