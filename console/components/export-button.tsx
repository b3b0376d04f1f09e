import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Schemas } from '../services/api.ts';
import { counted, ownZone } from '../services/format.ts';
import { isOver, jobCadence } from '../services/job-cadence.ts';
import { useLive } from '../services/live.ts';
import { Button } from './button.tsx';
import { Fault } from './fault.tsx';

type Draft = Schemas['ExportDraft'];

export interface ExportButtonProps {
  readonly of: {
    readonly [Kind in Draft['kind']]: Omit<Extract<Draft, { kind: Kind }>, 'format' | 'time_zone'>;
  }[Draft['kind']];
}

/** A file of exactly those who are shown; it is written meanwhile. */
export function ExportButton({ of }: ExportButtonProps) {
  const [id, setId] = useState<string>();
  const starting = useAction(async () => {
    const body = { ...of, format: 'csv', time_zone: ownZone() } as Draft;
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
