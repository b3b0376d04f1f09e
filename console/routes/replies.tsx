import { useLocation, useRoute } from 'preact-iso/router';

import { CampaignTabs } from '../components/campaign-tabs.tsx';
import { nameOf } from '../components/customer-table.tsx';
import { Empty } from '../components/empty.tsx';
import { Loaded } from '../components/loaded.tsx';
import { More } from '../components/more.tsx';
import { Page } from '../components/page.tsx';
import { doneWith, ReplyWords } from '../components/reply-words.tsx';
import { Table } from '../components/table.tsx';
import { answerOf, api } from '../services/api.ts';
import { when } from '../services/format.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';

/** What people wrote in answer to a campaign, and what was made of it. Nobody is answered from here. */
export default function Replies() {
  const { params } = useRoute();
  const { query } = useLocation();
  const { id = '' } = params;
  const { cursor } = query;
  const path = `/campaigns/${id}/replies`;
  const campaign = useLive(
    (signal) => answerOf(api.GET('/v1/campaigns/{id}', { params: { path: { id } }, signal })),
    [id],
  );
  const list = useLive(
    (signal) =>
      answerOf(
        api.GET('/v1/campaigns/{id}/replies', {
          params: { path: { id }, query: { limit: 50, expand: 'customer', ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    [id, cursor],
    () => (cursor ? undefined : 15_000),
  );
  return (
    <Page title="Replies" below={<CampaignTabs id={id} name={campaign.data?.name} />}>
      <Loaded from={list} what="the replies" lines={6}>
        {({ data, next_cursor }) => (
          <div class="stack">
            {data.length === 0 ? (
              <Empty>Nobody has written in the last 30 days. Words are kept for so long, taps for good.</Empty>
            ) : (
              <Table
                caption="What people wrote in the last 30 days"
                rows={data}
                keyOf={(reply) => reply.id}
                columns={[
                  {
                    name: 'Person',
                    cell: ({ customer, customer_id }) =>
                      customer ? <a href={link(`/people/${customer_id}`)}>{nameOf(customer)}</a> : 'Erased',
                  },
                  { name: 'Wrote', cell: (reply) => <ReplyWords reply={reply} /> },
                  { name: 'What was done', cell: doneWith },
                  { name: 'When', cell: ({ received_at }) => when(received_at), isExtra: true },
                ]}
              />
            )}
            <More
              next={next_cursor ? link(path, { cursor: next_cursor }) : undefined}
              first={cursor ? link(path) : undefined}
            />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
