import type { ComponentChildren } from 'preact';

import type { Preflight } from '../services/api.ts';
import { count } from '../services/format.ts';
import { Notice } from './notice.tsx';
import type { Step } from './step-links.tsx';

/** What stops the sending, and what is worth knowing, in the API's own words. */
export function CheckNotes({
  preflight,
  hrefOf,
  approval,
}: {
  readonly preflight: Preflight;
  readonly hrefOf: (step: Step) => string;
  /** In place of the API's words for programs. */
  readonly approval: ComponentChildren;
}) {
  const { blocks, warnings } = preflight;
  return (
    <>
      <section class="stack">
        <h2>Stops sending ({blocks.length})</h2>
        {blocks.length === 0 && <p class="meta">Nothing does.</p>}
        {blocks
          .filter(({ code }) => code !== 'unapproved')
          .map(({ code, message, path }) => (
            <Notice key={code + message} tone="bad" action={path && <a href={hrefOf('message')}>Mend it</a>}>
              {message}
            </Notice>
          ))}
        {approval}
      </section>
      {warnings.length > 0 && (
        <section class="stack">
          <h2>Worth knowing ({warnings.length})</h2>
          {warnings.map(({ code, message, count: people }) => (
            <Notice key={code + message} tone="warn">
              {people !== undefined && <strong class="figures">{count(people)}: </strong>}
              {message}
            </Notice>
          ))}
        </section>
      )}
    </>
  );
}
