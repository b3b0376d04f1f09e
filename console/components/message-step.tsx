import { useState } from 'preact/hooks';

import type { DraftKeeper } from '../services/draft-keeper.ts';
import { isOfPeople, LIMITS } from '../services/draft-faults.ts';
import { language as languageName, outOf } from '../services/format.ts';
import { useReaders } from '../services/use-readers.ts';
import { ButtonsEditor } from './buttons-editor.tsx';
import { ContentsEditor } from './contents-editor.tsx';
import { Input, Select } from './input.tsx';
import { MediaFields } from './media-fields.tsx';
import { NextLink } from './next-link.tsx';
import { Notice } from './notice.tsx';
import { Preview } from './preview.tsx';
import { TextField } from './text-field.tsx';

const LANGUAGES = ['en', 'de', 'es', 'pt-BR', 'fr', 'it', 'nl', 'pl', 'tr', 'ar', 'he', 'hi', 'id'];

export interface MessageStepProps {
  readonly keeper: DraftKeeper;
  /** It can be looked at, not be changed. */
  readonly isShut: boolean;
  readonly next: string;
}

/** What people will read, beside the phone that shows it. */
export function MessageStep({ keeper, isShut, next }: MessageStepProps) {
  const { draft, faults, change } = keeper;
  const [isTried, setTried] = useState(keeper.campaign.value !== undefined);
  const { name, footer, language } = draft.value;
  const people = useReaders(draft.value.target_criteria);
  // What nobody has written yet is no mistake, until they go on.
  const faultAt = (path: string, value: string) =>
    value || isTried ? faults.value.find((fault) => fault.path === path)?.message : undefined;
  const codes = new Set([language, ...draft.value.contents.flatMap((other) => other.language ?? []), ...LANGUAGES]);
  const named = [...codes].map((code) => [code, languageName(code)] as const);
  return (
    <div class="builder">
      <fieldset class="stack" disabled={isShut}>
        <div class="two stack">
          <Input
            path="name"
            hint="Only you see it."
            value={name}
            onInput={(value) => change({ name: value })}
            fault={faultAt('name', name)}
          />
          <Select path="language" value={language} options={named} onChange={(value) => change({ language: value })} />
        </div>
        {keeper.isTemplate.value && (
          <Notice tone="info">Its message is an existing template’s, and cannot be changed here.</Notice>
        )}
        <fieldset class="stack" disabled={keeper.isTemplate.value}>
          <MediaFields keeper={keeper} faultAt={faultAt} />
          <TextField
            keeper={keeper}
            people={people}
            fault={
              faultAt('message_content', draft.value.message_content) ??
              faultAt('media_caption', draft.value.media_caption)
            }
          />
          <Input
            path="footer"
            hint="A line below the text, such as: Reply STOP to opt out"
            value={footer}
            used={outOf(footer.length, LIMITS.line)}
            onInput={(value) => change({ footer: value })}
            fault={faultAt('footer', footer)}
          />
          <ButtonsEditor keeper={keeper} isTried={isTried} />
          <ContentsEditor keeper={keeper} languages={named} isTried={isTried} />
        </fieldset>
      </fieldset>
      <div class="beside">
        <Preview keeper={keeper} people={people} />
      </div>
      {!isShut && (
        <NextLink
          href={next}
          onRefused={() => setTried(true)}
          open={faults.value.filter(({ path }) => !isOfPeople(path)).length}
        />
      )}
    </div>
  );
}
