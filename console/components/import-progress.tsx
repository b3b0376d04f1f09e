import { useEffect } from 'preact/hooks';

import { answerOf, api, type Schemas } from '../services/api.ts';
import { inWords } from '../services/field-labels.ts';
import { count, counted, duration } from '../services/format.ts';
import { peopleOf } from '../services/imported.ts';
import { isOver, jobCadence } from '../services/job-cadence.ts';
import { link } from '../services/link.ts';
import { useSpoken } from '../services/spoken.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';
import { Progress } from './bar.tsx';
import { LinkButton } from './button.tsx';
import { Chip } from './chip.tsx';
import { Figure } from './figure.tsx';
import { Loaded } from './loaded.tsx';
import { Notice } from './notice.tsx';
import { Table } from './table.tsx';

export type ImportState = Schemas['Import'];

/** In the order in which they are shown: the API's has none. */
const WORDS: Readonly<Record<string, string>> = {
  rows: 'read',
  imported: 'new',
  updated: 'known already',
  rejected: 'could not be read',
  kept_opted_out: 'sent STOP: stays so',
  opted_in: 'said yes',
};

export interface ImportProgressProps {
  readonly id: string;
  readonly onEnd?: (state: ImportState) => void;
}

/** How far an import is, or what one would do, and which rows it could not read. */
export function ImportProgress({ id, onEnd }: ImportProgressProps) {
  const live = useLive(
    (signal) => answerOf(api.GET('/v1/imports/{id}', { params: { path: { id } }, signal })),
    [id],
    jobCadence,
  );
  const them = live.data && peopleOf(live.data);
  const hasEnded = live.data && isOver(live.data);
  useEffect(() => {
    if (hasEnded) onEnd?.(live.data);
  }, [hasEnded]);
  const [done = 0, size, eta] = [live.data?.progress['bytes'], live.data?.size, live.data?.eta];
  useSpoken(done, size ?? 0, hasEnded ? undefined : 'read');
  const left = eta ? (Date.parse(eta) - Date.now()) / 1000 : 0;
  return (
    <Loaded from={live} what="the import" lines={4}>
      {(state) => (
        <div class="stack">
          <p class="row">
            <Chip status={state.status} />
            {state.dry_run && 'A check: nothing is written. The import would find:'}
            {left > 0 && `About ${duration(left)} more.`}
            {!state.dry_run && !hasEnded && ' You may leave; it goes on.'}
          </p>
          {!hasEnded && <Progress label="Read" done={done} of={size ?? 0} />}
          <div class="figures-row">
            {Object.entries(WORDS).map(([name, words]) => {
              const value = state.progress[name];
              return (
                value !== undefined && (
                  <Figure key={name} value={count(value)}>
                    {words}
                  </Figure>
                )
              );
            })}
          </div>
          {hasEnded && state.status !== 'succeeded' && !state.dry_run && (
            <Notice tone="bad" action={<LinkButton href={link('/people/import')}>Import it again</LinkButton>}>
              It stopped after {counted(state.progress['rows'] ?? 0, 'row')}; what could be read of them is in. Nobody
              comes in twice.
            </Notice>
          )}
          <Errors state={state} />
          {hasEnded && !state.dry_run && (
            <div class="actions">
              {them && may('conversations:view') && (
                <LinkButton kind="main" href={link('/campaigns/new/edit/message', them)}>
                  Write to them
                </LinkButton>
              )}
              <LinkButton href={link('/people')}>See the people</LinkButton>
            </div>
          )}
        </div>
      )}
    </Loaded>
  );
}

function Errors({ state: { errors, errors_url } }: { readonly state: ImportState }) {
  if (errors.length === 0) return null;
  return (
    <>
      <Table
        caption="Rows that could not be read as they are"
        rows={errors.map((error, place) => ({ ...error, place }))}
        keyOf={({ place }) => String(place)}
        columns={[
          { name: 'Line', value: ({ line }) => line },
          { name: 'Column', value: ({ column }) => column },
          { name: 'What is wrong', cell: ({ message }) => inWords(message) },
        ]}
      />
      {errors_url && (
        <p>
          <a href={errors_url} download>
            Download all of them with reasons
          </a>
        </p>
      )}
    </>
  );
}
