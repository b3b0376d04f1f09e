import { fieldsOf, hasNoCountry, isShortened, numbersHint, type FieldName } from '../services/column-guess.ts';
import type { ReadFile } from '../services/import-file.ts';
import { CountryInput } from './country-input.tsx';
import { Select } from './input.tsx';
import { Notice } from './notice.tsx';
import { Table } from './table.tsx';

/** What each column becomes, by its name. */
export type Choices = Readonly<Record<string, FieldName>>;

export interface ColumnsStepProps {
  readonly file: ReadFile;
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
  readonly country: string;
  readonly onCountry: (country: string) => void;
}

/** Which column is what, with the first values beside it. */
export function ColumnsStep({ file, choices, onChange, country, onCountry }: ColumnsStepProps) {
  const places = file.header.map((name, place) => ({ name, place })).filter(({ name }) => name !== '');
  const numbers = places.filter(({ name }) => choices[name] === 'phone_number');
  const among = (has: (value: string) => boolean) =>
    numbers.some(({ place }) => file.rows.some((row) => has(row[place] ?? '')));
  const hint = numbersHint(file.header, choices);
  return (
    <section class="stack">
      <Table
        caption="Columns"
        rows={places}
        keyOf={({ place }) => String(place)}
        columns={[
          { name: 'Your column', cell: ({ name }) => name },
          {
            name: 'First values',
            cell: ({ place }) => file.first.map((row) => row[place] || '(empty)').join(', '),
            isExtra: true,
          },
          {
            name: 'Becomes',
            cell: ({ name }) => (
              <Select
                label={`${name} becomes`}
                isLabelHidden
                value={choices[name] ?? 'none'}
                options={fieldsOf(file.header)}
                onChange={(field) => onChange({ ...choices, [name]: field as FieldName })}
              />
            ),
          },
          {
            name: 'Written',
            isExtra: true,
            cell: ({ name }) =>
              choices[name] === 'detail' ? `{{attributes.${name}}}` : choices[name] === 'name' ? '{{name}}' : '',
          },
        ]}
      />
      {hint && <Notice tone="info">{hint}</Notice>}
      {among(isShortened) && (
        <Notice tone="bad">
          A spreadsheet has shortened numbers to something like 4.9E+11: export again with that column as text.
        </Notice>
      )}
      {among(hasNoCountry) && (
        <CountryInput otherwise="the one in Settings, Hours and caps" value={country} onInput={onCountry} />
      )}
    </section>
  );
}
