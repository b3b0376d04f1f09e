import { consentColumn } from '../services/column-guess.ts';
import type { Consent, ReadFile } from '../services/import-file.ts';
import { Choice } from './choice.tsx';
import { Input, Select } from './input.tsx';

export interface ConsentStepProps {
  readonly file: ReadFile;
  readonly consent: Consent | undefined;
  readonly onChange: (consent: Consent) => void;
}

/** Whether these people agreed. Nothing is chosen beforehand: whoever imports them must know. */
export function ConsentStep({ file, consent, onChange }: ConsentStepProps) {
  const today = new Date().toISOString().slice(0, 10);
  return (
    <fieldset class="part">
      <legend>Did these people agree to get WhatsApp messages from you?</legend>
      <Choice
        of="consent"
        is={consent?.answer === 'yes'}
        onChange={() => onChange({ answer: 'yes', source: '', at: today })}
      >
        Yes, all of them
      </Choice>
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
      <Choice
        of="consent"
        is={consent?.answer === 'column'}
        onChange={() =>
          onChange({ answer: 'column', column: consentColumn(file.header), yes: 'yes, true, 1, opted_in' })
        }
      >
        A column says so
      </Choice>
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
      <Choice of="consent" is={consent?.answer === 'no'} onChange={() => onChange({ answer: 'no' })}>
        No, or I do not know: keep them, and do not write to them
      </Choice>
      <p class="meta">An import never undoes a STOP. SMS or email consent is not WhatsApp consent.</p>
    </fieldset>
  );
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
