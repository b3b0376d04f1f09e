import { useState } from 'preact/hooks';

import { contentName, draftWith } from '../services/contents.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { contentOfDraft } from '../services/draft.ts';
import { filledFor, type SampleName } from '../services/sample.ts';
import { Bubble } from './bubble.tsx';
import { Button } from './button.tsx';
import { Select } from './input.tsx';
import { Notice } from './notice.tsx';

const SAMPLES: readonly (readonly [SampleName, string])[] = [
  ['typical', 'Ana'],
  ['longest', 'Long name'],
  ['nothing', 'Nothing known'],
];

/** The phone beside the form: by the code that makes the message, with the values of made-up people. */
export function Preview({ keeper }: { readonly keeper: DraftKeeper }) {
  const [sample, setSample] = useState<SampleName>('typical');
  const [place, setPlace] = useState('');
  const draft = keeper.draft.value;
  const other = place === '' ? undefined : draft.contents[Number(place)];
  const content = contentOfDraft(other ? draftWith(draft, other) : draft);
  const { missing } = filledFor(sample, content.body);
  return (
    <section class="stack" aria-label="Preview">
      <div class="row" role="group" aria-label="See it as">
        {SAMPLES.map(([name, word]) => (
          <Button key={name} pressed={sample === name} onClick={() => setSample(name)}>
            {word}
          </Button>
        ))}
      </div>
      {draft.contents.length > 0 && (
        <Select
          label="Which text"
          value={other ? place : ''}
          options={[['', 'The first'], ...draft.contents.map((one, at) => [String(at), contentName(one)] as const)]}
          onChange={setPlace}
        />
      )}
      {content.body || content.buttons.length > 0 ? (
        <Bubble content={content} sample={sample} />
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
