import { consentColumn } from '../services/column-guess.ts';
import { isDay } from '../services/format.ts';
import type { Consent, ReadFile } from '../services/import-file.ts';
import { Choice } from './choice.tsx';
import { Input, Select } from './input.tsx';
import { Notice } from './notice.tsx';

export interface ConsentStepProps {
  readonly file: ReadFile;
  readonly consent: Consent | undefined;
  readonly onChange: (consent: Consent) => void;
}

/** Whether these people agreed. Nothing is chosen beforehand: whoever imports them must know. */
export function ConsentStep({ file, consent, onChange }: ConsentStepProps) {
  const named = consentColumn(file.header);
  const today = new Date().toISOString().slice(0, 10);
  const answer = (given: Consent, words: string) => (
    <Choice group="consent" is={consent?.answer === given.answer} onChange={() => onChange(given)}>
      {words}
    </Choice>
  );
  return (
    <fieldset class="part">
      <legend>Did these people agree to get WhatsApp messages from you?</legend>
      {answer({ answer: 'yes', source: '', at: today }, 'Yes, all of them')}
      {consent?.answer === 'yes' && (
        <div class="two stack">
          <Input
            label="Where"
            placeholder="checkout form"
            value={consent.source}
            onInput={(source) => onChange({ ...consent, source })}
          />
          <Input
            label="When"
            placeholder="2026-11-03"
            value={consent.at}
            onInput={(at) => onChange({ ...consent, at })}
            fault={isDay(consent.at) ? undefined : 'Write a day: 2026-11-03'}
          />
        </div>
      )}
      {consent?.answer === 'yes' && named && (
        <Notice tone="warn">
          Then nobody looks into “{named}”. If it names people who said no, choose “A column says so”.
        </Notice>
      )}
      {answer(
        { answer: 'column', column: named ?? file.header.find(Boolean) ?? '', yes: 'yes, true, 1, opted_in' },
        'A column says so',
      )}
      {consent?.answer === 'column' && (
        <div class="two stack">
          <Select
            label="Column"
            value={consent.column}
            options={file.header.filter(Boolean).map((name) => [name, name] as const)}
            onChange={(column) => onChange({ ...consent, column })}
          />
          <Input label="These words mean yes" value={consent.yes} onInput={(yes) => onChange({ ...consent, yes })} />
        </div>
      )}
      {answer({ answer: 'no' }, 'No, or I do not know: keep them, and do not write to them')}
      <p class="meta">An import never undoes a STOP. SMS or email consent is not WhatsApp consent.</p>
    </fieldset>
  );
}
