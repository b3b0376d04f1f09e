import { useMemo } from 'preact/hooks';

import { fieldsOf, hasNoCountry, isShortened, numbersHint, type FieldName } from '../services/column-guess.ts';
import { SEPARATORS } from '../services/csv.ts';
import { between, capital, counted } from '../services/format.ts';
import { ENCODINGS, type ReadFile, type Reading } from '../services/import-file.ts';
import { columnsLike } from '../services/kept-columns.ts';
import { me } from '../services/session.ts';
import { Button } from './button.tsx';
import { CountryInput } from './country-input.tsx';
import { Select } from './input.tsx';
import { Notice } from './notice.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

/** What each column becomes, by its name. */
export type Choices = Readonly<Record<string, FieldName>>;

export interface ColumnsStepProps {
  readonly file: ReadFile;
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
  readonly country: string;
  readonly onCountry: (country: string) => void;
  /** It is to be understood otherwise. */
  readonly onReading: (how: Reading) => void;
}

/** Which column is what, with the first values beside it. */
export function ColumnsStep({ file, choices, onChange, country, onCountry, onReading }: ColumnsStepProps) {
  const places = file.header.map((name, place) => ({ name, place })).filter(({ name }) => name !== '');
  // All rows are looked at: not at each letter of what is typed elsewhere.
  const { shortened, lackCountry } = useMemo(() => {
    const numbers = places
      .filter(({ name }) => choices[name] === 'phone_number')
      .flatMap(({ place }) => file.rows.map((row) => row[place] ?? ''));
    return { shortened: numbers.filter(isShortened).length, lackCountry: numbers.some(hasNoCountry) };
  }, [file, choices]);
  const kept = columnsLike(me.value?.tenant.id, file.header);
  const hint = numbersHint(file.header, choices);
  return (
    <section class="stack">
      <div class="two stack">
        <Select
          label="Between the columns"
          value={file.separator}
          options={Object.entries(SEPARATORS).map(([mark, name]) => [mark, capital(name)])}
          onChange={(separator) => onReading({ separator: separator as ReadFile['separator'] })}
        />
        <Select
          label="Encoding"
          value={file.encoding}
          options={ENCODINGS.filter(([name]) => !file.isMarked || name === file.encoding)}
          onChange={(encoding) => onReading({ encoding: encoding as ReadFile['encoding'] })}
        />
      </div>
      {kept && (
        <Notice tone="info" action={<Button onClick={() => onChange(kept.choices)}>Use that mapping</Button>}>
          Same columns as on <Time at={kept.at} as={between} />
        </Notice>
      )}
      <Table
        caption="Columns"
        rows={places}
        keyOf={({ place }) => String(place)}
        columns={[
          { name: 'Your column', value: ({ name }) => name },
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
      {shortened > 0 && (
        <Notice tone="bad">
          A spreadsheet turned {counted(shortened, 'number')} into something like 4.9E+11: export again with that column
          as text.
        </Notice>
      )}
      {lackCountry && (
        <CountryInput otherwise="the one in Settings, Hours and caps" value={country} onInput={onCountry} />
      )}
    </section>
  );
}
