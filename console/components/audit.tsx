import { answerOf, api, type Schemas } from '../services/api.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';
import { actionWords, actorWords, changeWords, thingOf } from '../services/record-words.ts';
import { may } from '../services/scopes.ts';
import { Empty } from './empty.tsx';
import { Listed } from './listed.tsx';
import { loadSenders } from './senders.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

type Entry = Schemas['AuditEntry'];

/** Who did what, newest first. @param campaign of which; all, unless it is given */
export function Audit({ campaign }: { readonly campaign?: string } = {}) {
  const { data: senders } = useLive(
    async (signal) => (may('settings:manage') ? loadSenders({}, signal) : undefined),
    [],
  );
  const nameOf = (of: string) => senders?.data.find(({ id }) => id === of)?.name;
  return (
    <Listed
      what="the records"
      path={campaign ? `/campaigns/${campaign}/history` : '/settings/audit'}
      load={(page, signal) =>
        answerOf(
          api.GET('/v1/audit', {
            params: { query: { limit: 50, ...(campaign && { campaign_id: campaign }), ...page } },
            signal,
          }),
        )
      }
      empty={<Empty>Nobody has changed anything yet.</Empty>}
    >
      {(entries) => (
        <Table
          caption="Who changed what"
          isCaptionHidden
          rows={entries}
          keyOf={({ id }) => id}
          columns={[
            {
              name: 'What',
              cell: ({ action, outcome }) =>
                `${actionWords(action)}${outcome === 'unknown' ? ' (outcome not known)' : ''}`,
            },
            { name: 'Who', cell: ({ actor }) => actorWords(actor) },
            ...(campaign ? [] : [{ name: 'Of what', cell: whereOf, isExtra: true }]),
            {
              name: 'Changed',
              cell: ({ changes }) => changes.map((change) => changeWords(change, nameOf)).join('; ') || '–',
              isExtra: true,
            },
            { name: 'When', cell: ({ at }) => <Time at={at} /> },
          ]}
        />
      )}
    </Listed>
  );
}

function whereOf({ campaign_id, resource }: Entry) {
  const thing = thingOf(resource.type);
  return campaign_id ? <a href={link(`/campaigns/${campaign_id}`)}>{thing}</a> : thing;
}
