import { useLocation } from 'preact-iso/router';

import { answerOf, api, type Schemas } from '../services/api.ts';
import { when } from '../services/format.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';
import { Empty } from './empty.tsx';
import { Loaded } from './loaded.tsx';
import { More } from './more.tsx';
import { Table } from './table.tsx';

type Entry = Schemas['AuditEntry'];

/** Who did what, newest first. */
export function Audit() {
  const { query } = useLocation();
  const { cursor } = query;
  const list = useLive(
    (signal) => answerOf(api.GET('/v1/audit', { params: { query: { limit: 50, ...(cursor && { cursor }) } }, signal })),
    [cursor],
  );
  return (
    <Loaded from={list} what="the records" lines={8}>
      {({ data, next_cursor }) => (
        <div class="stack">
          {data.length === 0 && <Empty>Nobody has changed anything yet.</Empty>}
          <Table
            caption="Who changed what"
            isCaptionHidden
            rows={data}
            keyOf={({ id }) => id}
            columns={[
              {
                name: 'What',
                cell: ({ action, outcome }) => `${action}${outcome === 'unknown' ? ' (outcome not known)' : ''}`,
              },
              { name: 'Who', cell: ({ actor }) => actor.name ?? actor.kind.replaceAll('_', ' ') },
              { name: 'Of what', cell: whereOf, isExtra: true },
              { name: 'Changed', cell: changesOf, isExtra: true },
              { name: 'When', cell: ({ at }) => when(at) },
            ]}
          />
          <More
            next={next_cursor ? link('/settings/audit', { cursor: next_cursor }) : undefined}
            first={cursor ? link('/settings/audit') : undefined}
          />
        </div>
      )}
    </Loaded>
  );
}

function whereOf({ campaign_id, resource }: Entry) {
  return campaign_id ? <a href={link(`/campaigns/${campaign_id}`)}>{resource.type}</a> : resource.type;
}

function changesOf({ changes }: Entry): string {
  return changes.map(({ field }) => field).join(', ') || '–';
}
