import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Schemas } from '../services/api.ts';
import { counted } from '../services/format.ts';
import { isOver, jobCadence } from '../services/job-cadence.ts';
import { useLive } from '../services/live.ts';
import type { MessageFilter } from '../services/message-filter.ts';
import { may } from '../services/scopes.ts';
import { Button } from './button.tsx';
import { Fault } from './fault.tsx';

const FLAGS = ['tapped', 'replied', 'opted_out'] as const;

/** A file of exactly the people that are shown; it is written meanwhile. */
export function ExportButton({ campaignId, filter }: { readonly campaignId: string; readonly filter: MessageFilter }) {
  const [id, setId] = useState<string>();
  const starting = useAction(async () => {
    const flags = FLAGS.flatMap((name) => (filter[name] ? [[name, filter[name] === 'true'] as const] : []));
    const body = {
      kind: 'messages',
      filter: { campaign_id: campaignId, ...filter, ...Object.fromEntries(flags) },
      format: 'csv',
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(may('customers:read') && { expand: 'customer' }),
    } as Schemas['ExportDraft'];
    setId((await answerOf(api.POST('/v1/exports', { body }))).id);
  });
  if (id) return <ExportState id={id} />;
  return (
    <>
      <Button busy={starting.isBusy} onClick={starting.run}>
        Export
      </Button>
      <Fault>{starting.fault}</Fault>
    </>
  );
}

function ExportState({ id }: { readonly id: string }) {
  const { data } = useLive(
    (signal) => answerOf(api.GET('/v1/exports/{id}', { params: { path: { id } }, signal })),
    [id],
    jobCadence,
  );
  if (data?.url)
    return (
      <a class="button" href={data.url} download>
        Download {counted(data.rows, 'row')}
      </a>
    );
  if (data && isOver(data)) return <span class="fault">There is no file: {data.problem ?? data.status}</span>;
  return (
    <span class="meta" role="status">
      Writing the file{data && `, ${counted(data.rows, 'row')}`}
    </span>
  );
}
