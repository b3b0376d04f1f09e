import { useState } from 'preact/hooks';

import { contentName, draftWith } from '../services/contents.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { contentOfDraft } from '../services/draft.ts';
import { ANA, filledFor, MADE_UP, type Reader } from '../services/sample.ts';
import { Bubble } from './bubble.tsx';
import { Select } from './input.tsx';
import { Notice } from './notice.tsx';

export interface PreviewProps {
  readonly keeper: DraftKeeper;
  /** Customers whose message it may be. */
  readonly people: readonly Reader[];
}

/** The phone beside the form: by the code that makes the message, with the values of a customer or of a made-up person. */
export function Preview({ keeper, people }: PreviewProps) {
  const [chosen, setChosen] = useState('');
  const [place, setPlace] = useState('');
  const draft = keeper.draft.value;
  const other = place === '' ? undefined : draft.contents[Number(place)];
  const content = contentOfDraft(other ? draftWith(draft, other) : draft);
  const readers = [...people, ...MADE_UP];
  const reader = readers.find(({ id }) => id === chosen) ?? readers[0] ?? ANA;
  const { missing } = filledFor(reader, content.body);
  return (
    <section class="stack" aria-label="Preview">
      <Select
        label="See it as"
        value={reader.id}
        options={readers.map(({ id, called }) => [id, called] as const)}
        onChange={setChosen}
      />
      {draft.contents.length > 0 && (
        <Select
          label="Which text"
          value={other ? place : ''}
          options={[['', 'The first'], ...draft.contents.map((one, at) => [String(at), contentName(one)] as const)]}
          onChange={setPlace}
        />
      )}
      {content.body || content.buttons.length > 0 ? (
        <Bubble content={content} reader={reader} />
      ) : (
        <div class="phone">
          <div class="bubble">
            <div class="bubble-text">Write what people will read.</div>
          </div>
        </div>
      )}
      <p class="meta">About as on a phone; WhatsApp decides. People see the first 5 lines before they decide.</p>
      {missing.length > 0 && (
        <Notice tone="warn">
          Whoever has no value for {missing.join(', ')} gets nothing. A default helps: {'{{name | default: "friend"}}'}
        </Notice>
      )}
    </section>
  );
}
