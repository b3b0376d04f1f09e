import { useLocation, useRoute } from 'preact-iso/router';

import { CampaignTabs } from '../components/campaign-tabs.tsx';
import { Empty } from '../components/empty.tsx';
import { ExportButton } from '../components/export-button.tsx';
import { Listed } from '../components/listed.tsx';
import { MessageTable } from '../components/message-table.tsx';
import { Page } from '../components/page.tsx';
import { answerOf, api } from '../services/api.ts';
import { useCampaign, useReport } from '../services/campaign.ts';
import { filtersOf } from '../services/link.ts';
import { exportFilter, filterWords, MESSAGE_FILTERS, type MessageFilter } from '../services/message-filter.ts';
import { may } from '../services/scopes.ts';

/** The people behind a figure of a campaign: by the same filter, so that it is the same number. */
export default function Reached() {
  const { id = '' } = useRoute().params;
  const { query } = useLocation();
  const filter: MessageFilter = filtersOf(query, MESSAGE_FILTERS);
  const { data: campaign } = useCampaign(id);
  const { data: report } = useReport(id, filter.error_code ? campaign : undefined);
  const meaning = report?.failures.find(({ error_code }) => error_code === filter.error_code)?.meaning;
  const titleOf = (button: string) => campaign?.buttons.find((known) => known.id === button)?.title ?? button;
  return (
    <Page
      title={`People: ${filterWords(filter, { titleOf, meaning, contents: campaign?.contents })}`}
      actions={
        <ExportButton
          key={JSON.stringify(filter)}
          of={{
            kind: 'messages',
            filter: exportFilter(id, filter),
            ...(may('customers:read') && { expand: 'customer' }),
          }}
        />
      }
      below={<CampaignTabs id={id} name={campaign?.name} />}
    >
      <Listed
        isCounted
        before={Number(query['counted'] ?? NaN)}
        what="the people"
        path={`/campaigns/${id}/people`}
        query={filter}
        load={(page, signal) =>
          answerOf(
            api.GET('/v1/campaigns/{id}/messages', {
              params: {
                path: { id },
                query: {
                  limit: 50,
                  expand: 'customer',
                  ...filter,
                  ...page,
                },
              },
              signal,
            }),
          )
        }
        empty={<Empty>Nobody.</Empty>}
      >
        {(messages) => <MessageTable messages={messages} titleOf={titleOf} />}
      </Listed>
    </Page>
  );
}
