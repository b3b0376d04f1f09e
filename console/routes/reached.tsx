import { useLocation, useRoute } from 'preact-iso/router';

import { CampaignTabs } from '../components/campaign-tabs.tsx';
import { Empty } from '../components/empty.tsx';
import { ExportButton } from '../components/export-button.tsx';
import { Loaded } from '../components/loaded.tsx';
import { MessageTable } from '../components/message-table.tsx';
import { More } from '../components/more.tsx';
import { Page } from '../components/page.tsx';
import { answerOf, api, type Schemas } from '../services/api.ts';
import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';
import { filterWords, MESSAGE_FILTERS, type MessageFilter } from '../services/message-filter.ts';

/** The people behind a figure of a campaign: by the same filter, so that it is the same number. */
export default function Reached() {
  const { params } = useRoute();
  const { query } = useLocation();
  const { id = '' } = params;
  const filter = Object.fromEntries(
    MESSAGE_FILTERS.flatMap((name) => (query[name] ? [[name, query[name]]] : [])),
  ) as MessageFilter;
  const { cursor } = query;
  const path = `/campaigns/${id}/people`;
  const campaign = useLive(
    (signal) => answerOf(api.GET('/v1/campaigns/{id}', { params: { path: { id } }, signal })),
    [id],
  );
  const list = useLive(
    (signal) =>
      answerOf(
        api.GET('/v1/campaigns/{id}/messages', {
          params: {
            path: { id },
            query: { limit: 100, count: 'true', expand: 'customer', ...filter, ...(cursor && { cursor }) },
          },
          signal,
        }),
      ),
    [id, JSON.stringify(filter), cursor],
  );
  return (
    <Page
      title={titleOf(campaign.data, filter)}
      actions={<ExportButton key={JSON.stringify(filter)} campaignId={id} filter={filter} />}
      below={<CampaignTabs id={id} name={campaign.data?.name} />}
    >
      <Loaded from={list} what="the people" lines={8}>
        {({ data, next_cursor, count: found }) => (
          <div class="stack">
            {found && (
              <p>
                <strong class="figures">
                  {count(found.value)}
                  {!found.complete && ' or more'}
                </strong>{' '}
                {found.value === 1 ? 'person' : 'people'}
              </p>
            )}
            {data.length > 0 && (
              <MessageTable messages={data} titleOf={(button) => buttonTitle(campaign.data, button) ?? button} />
            )}
            {data.length === 0 && <Empty>{next_cursor ? 'None on this page; there are more.' : 'Nobody.'}</Empty>}
            <More
              next={next_cursor ? link(path, { ...filter, cursor: next_cursor }) : undefined}
              first={cursor ? link(path, { ...filter }) : undefined}
            />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function titleOf(campaign: Schemas['Campaign'] | undefined, filter: MessageFilter): string {
  return `People: ${filterWords(filter, filter.button && buttonTitle(campaign, filter.button))}`;
}

function buttonTitle(campaign: Schemas['Campaign'] | undefined, button: string): string | undefined {
  return campaign?.buttons.find(({ id }) => id === button)?.title;
}
