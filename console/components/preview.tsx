import { useState } from 'preact/hooks';

import { textName } from '../services/content-name.ts';
import { draftWith } from '../services/contents.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { contentOfDraft } from '../services/draft.ts';
import { capital } from '../services/format.ts';
import { ANA, filledFor, MADE_UP, type Reader } from '../services/sample.ts';
import { isDark } from '../services/theme.ts';
import { Bubble } from './bubble.tsx';
import { Choice } from './choice.tsx';
import { Select } from './input.tsx';
import { Notice } from './notice.tsx';

/** By how wide they are, in pixels. */
const SCREENS = [
  ['320', 'Small phone'],
  ['360', 'Phone'],
  ['412', 'Large phone'],
  ['computer', 'Computer'],
] as const;
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

export interface PreviewProps {
  readonly keeper: DraftKeeper;
  /** Customers whose message it may be. */
  readonly people: readonly Reader[];
}

/** The phone beside the form: by the code that makes the message, with the values of a customer or of a made-up person. */
export function Preview({ keeper, people }: PreviewProps) {
  const [chosen, setChosen] = useState('');
  const [key, setKey] = useState('default');
  // Until one is chosen, the phone looks as the page does.
  const [theme, setTheme] = useState<Theme>();
  const [screen, setScreen] = useState('360');
  const draft = keeper.draft.value;
  const { contents } = draft;
  const other = contents.find((one) => one.key === key);
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
      <div class="row" role="group" aria-label="Colours of the phone">
        {THEMES.map((one) => (
          <Choice key={one} group="phone" is={one === (theme ?? THEMES[+isDark()])} onChange={() => setTheme(one)}>
            {capital(one)}
          </Choice>
        ))}
      </div>
      <Select label="Seen on" value={screen} options={SCREENS} onChange={setScreen} />
      {contents.length > 0 && (
        <Select
          label="Which text"
          value={other?.key ?? 'default'}
          options={['default', ...contents.map((one) => one.key)].map((one) => [one, textName(contents, one)] as const)}
          onChange={setKey}
        />
      )}
      <Bubble
        content={{ ...content, body: content.body || 'Write what people will read.' }}
        reader={reader}
        theme={theme}
        screen={screen}
      />
      <p class="meta">About as WhatsApp shows it; WhatsApp decides. People see the first 5 lines before they decide.</p>
      {missing.length > 0 && (
        <Notice tone="warn">
          Whoever has no {missing.map((detail) => `“${detail}”`).join(' or ')} gets nothing. Insert the detail anew, and
          write between its quotes what they read instead.
        </Notice>
      )}
    </section>
  );
}
