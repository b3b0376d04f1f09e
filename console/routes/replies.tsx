import { useRoute } from 'preact-iso/router';

import { CampaignTabs } from '../components/campaign-tabs.tsx';
import { Empty } from '../components/empty.tsx';
import { Listed } from '../components/listed.tsx';
import { Page } from '../components/page.tsx';
import { doneWith, ReplyWords } from '../components/reply-words.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { answerOf, api } from '../services/api.ts';
import { useCampaign } from '../services/campaign.ts';
import { nameOf } from '../services/format.ts';
import { link } from '../services/link.ts';

/** How often new ones are asked for, in milliseconds. */
const EVERY = 15_000;

/** What people wrote in answer to a campaign, and what was made of it. Nobody is answered from here. */
export default function Replies() {
  const { id = '' } = useRoute().params;
  const { data: campaign } = useCampaign(id);
  return (
    <Page title="Replies" below={<CampaignTabs id={id} name={campaign?.name} />}>
      <Listed
        what="the replies"
        path={`/campaigns/${id}/replies`}
        load={(page, signal) =>
          answerOf(
            api.GET('/v1/campaigns/{id}/replies', {
              params: { path: { id }, query: { limit: 50, expand: 'customer', ...page } },
              signal,
            }),
          )
        }
        every={() => EVERY}
        empty={
          <Empty>Nobody has written lately. Words are kept for 30 days, or as long as you say; taps for good.</Empty>
        }
      >
        {(replies) => (
          <Table
            caption="What people wrote lately"
            rows={replies}
            keyOf={(reply) => reply.id}
            columns={[
              {
                name: 'Person',
                cell: ({ customer, customer_id }) =>
                  customer ? <a href={link(`/people/${customer_id}`)}>{nameOf(customer)}</a> : 'Erased',
              },
              { name: 'Wrote', cell: (reply) => <ReplyWords reply={reply} /> },
              { name: 'What was done', cell: doneWith },
              { name: 'When', cell: ({ received_at }) => <Time at={received_at} />, isExtra: true },
            ]}
          />
        )}
      </Listed>
    </Page>
  );
}
