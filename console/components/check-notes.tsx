import type { ComponentChildren } from 'preact';

import type { Preflight } from '../services/api.ts';
import { isOfPeople } from '../services/draft-faults.ts';
import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';
import { noteWords } from '../services/words.ts';
import { Notice, type Tone } from './notice.tsx';
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
  const notice = (tone: Tone) => (note: Noted) => (
    <Notice key={note.code + note.message} tone={tone} action={wayOut(note, preflight, hrefOf)}>
      {noteWords(note)}
    </Notice>
  );
  return (
    <>
      <section class="stack">
        <h2>{blocks.length > 0 ? `Stops sending (${count(blocks.length)})` : 'Nothing stops it'}</h2>
        {blocks.filter(({ code }) => code !== 'unapproved').map(notice('bad'))}
        {approval}
      </section>
      {warnings.length > 0 && (
        <section class="stack">
          <h2>Worth knowing ({count(warnings.length)})</h2>
          {warnings.map(notice('warn'))}
        </section>
      )}
    </>
  );
}

type Noted = Preflight['warnings'][number] & { readonly path?: string };

/** Where something can be done about it. */
function wayOut(
  { code, path, placeholder }: Noted,
  { campaign_id }: Preflight,
  hrefOf: (step: Step) => string,
): ComponentChildren {
  if (code === 'sending_stopped') return <a href={link('/settings/hours')}>See the settings</a>;
  if (code === 'nobody')
    return (
      <>
        <a href={hrefOf('people')}>Choose others</a>
        <a href={link('/people/import')}>Import people who said yes</a>
      </>
    );
  if ((placeholder || code === 'us_marketing') && may('customers:read')) {
    const outcome = code === 'default_used' ? 'reached' : code;
    return <a href={link(`/campaigns/${campaign_id}/audience`, { outcome, lacking: placeholder })}>See them</a>;
  }
  return path && <a href={hrefOf(isOfPeople(path) ? 'people' : 'message')}>Mend it</a>;
}
