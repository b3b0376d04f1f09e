import { useEffect } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Schemas } from '../services/api.ts';
import { inWords } from '../services/field-labels.ts';
import { count, endWords } from '../services/format.ts';
import { peopleOf } from '../services/imported.ts';
import { isOver, jobCadence } from '../services/job-cadence.ts';
import { link } from '../services/link.ts';
import { useSpoken } from '../services/spoken.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';
import { Progress } from './bar.tsx';
import { Button, LinkButton } from './button.tsx';
import { Chip } from './chip.tsx';
import { Fault } from './fault.tsx';
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
  const hasEnded = live.data && isOver(live.data);
  useEffect(() => {
    if (hasEnded) onEnd?.(live.data);
  }, [hasEnded]);
  const done = live.data?.progress['bytes'] ?? 0;
  const size = live.data?.size ?? 0;
  useSpoken(done, size, hasEnded ? undefined : 'read');
  return (
    <Loaded from={live} what="the import" lines={4}>
      {(state) => (
        <div class="stack">
          <p class="row">
            <Chip status={state.status} />
            {state.eta && `Reading${endWords(state.eta)}. `}
            {state.dry_run
              ? 'A check: nothing is written. The import would find:'
              : !hasEnded && 'You may leave; it goes on.'}
          </p>
          {!hasEnded && <Progress label="Read" done={done} of={size} />}
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
          <Errors state={state} />
          {hasEnded && !state.dry_run && <Ended state={state} again={live.refresh} />}
        </div>
      )}
    </Loaded>
  );
}

/** What is to be done after an import; of one that stopped, where it did. */
function Ended({ state, again }: { readonly state: ImportState; readonly again: () => void }) {
  const { id, progress, resumable, status } = state;
  const them = peopleOf(state);
  const resuming = useAction(() =>
    answerOf(api.POST('/v1/imports/{id}/resume', { params: { path: { id } } })).finally(again),
  );
  return (
    <>
      {status !== 'succeeded' && (
        <Notice
          tone="bad"
          action={
            resumable ? (
              <Button busy={resuming.isBusy} onClick={resuming.run}>
                Go on from there
              </Button>
            ) : (
              <LinkButton href={link('/people/import')}>Import it again</LinkButton>
            )
          }
        >
          Stopped at row {count((progress['rows'] ?? 0) + 1)}; those before are in.
          {!resumable && ' Nobody comes in twice.'}
        </Notice>
      )}
      <Fault>{resuming.fault}</Fault>
      <div class="actions">
        {them && may('conversations:view') && (
          <LinkButton kind="main" href={link('/campaigns/new/edit/message', them)}>
            Write to them
          </LinkButton>
        )}
        <LinkButton href={link('/people')}>See the people</LinkButton>
      </div>
    </>
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
