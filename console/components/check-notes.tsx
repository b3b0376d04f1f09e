import type { ComponentChildren } from 'preact';

import type { Preflight } from '../services/api.ts';
import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { noteWords } from '../services/words.ts';
import { Notice } from './notice.tsx';
import type { Step } from './step-links.tsx';

/** What stops the sending, and what is worth knowing. What is about some people says how many. */
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
        <h2>Stops sending ({count(blocks.length)})</h2>
        {blocks.length === 0 && <p class="meta">Nothing does.</p>}
        {blocks
          .filter(({ code }) => code !== 'unapproved')
          .map(({ path, ...note }) => (
            <Notice
              key={note.code + note.message}
              tone="bad"
              action={
                note.code === 'sending_stopped' ? (
                  <a href={link('/settings/hours')}>See the settings</a>
                ) : (
                  path && <a href={hrefOf('message')}>Mend it</a>
                )
              }
            >
              {noteWords(note)}
            </Notice>
          ))}
        {approval}
      </section>
      {warnings.length > 0 && (
        <section class="stack">
          <h2>Worth knowing ({count(warnings.length)})</h2>
          {warnings.map((note) => (
            <Notice key={note.code + note.message} tone="warn">
              {noteWords(note)}
            </Notice>
          ))}
        </section>
      )}
    </>
  );
}
