import { useLocation, useRoute } from 'preact-iso/router';
import { useState } from 'preact/hooks';

import { Button } from '../components/button.tsx';
import { ColumnsStep, type Choices } from '../components/columns-step.tsx';
import { ConsentStep } from '../components/consent-step.tsx';
import { Fault } from '../components/fault.tsx';
import { FileDrop } from '../components/file-drop.tsx';
import { ImportProgress, type ImportState } from '../components/import-progress.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { useAction } from '../services/action.ts';
import { guessAll } from '../services/column-guess.ts';
import { counted, isDay } from '../services/format.ts';
import { readFile, type Consent, type Mapping, type ReadFile, type Reading } from '../services/import-file.ts';
import { rowsTaken } from '../services/imported.ts';
import { keepColumns } from '../services/kept-columns.ts';
import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';
import { me } from '../services/session.ts';
import { startImport } from '../services/start-import.ts';

/** A file of people: its columns, their consent, then the work, which goes on whoever looks. */
export default function Import() {
  const { params } = useRoute();
  const { id } = params;
  if (!may('customers:manage'))
    return (
      <Page title="Import people">
        <Notice tone="info">Importing needs customers:manage.</Notice>
      </Page>
    );
  if (id)
    return (
      <Page title="Import">
        <ImportProgress key={id} id={id} />
      </Page>
    );
  return <Wizard />;
}

function Wizard() {
  const { route } = useLocation();
  const [file, setFile] = useState<ReadFile>();
  const [choices, setChoices] = useState<Choices>({});
  const [country, setCountry] = useState('');
  const [consent, setConsent] = useState<Consent>();
  const [ended, setEnded] = useState<ImportState>();
  const [check, setCheck] = useState<{ readonly id: string; readonly of: string; readonly file: ReadFile }>();
  const now = JSON.stringify([choices, country, consent]);
  // What was found holds for this file, and for what was chosen then.
  const checked = check?.file === file && check?.of === now ? check.id : undefined;
  const starting = useAction(async () => {
    if (!file || !consent) return;
    const mapping = mappingOf(file, choices);
    const id = await startImport({ file, mapping, consent, country, dry_run: !checked });
    if (checked) {
      keepColumns(me.value?.tenant.id, { of: file.header, choices });
      route(link(`/people/import/${id}`));
    } else setCheck({ id, of: now, file });
  });

  const reading = useAction(async (how: Reading) => file && take(await readFile(file.file, { ...file, ...how })));

  /** Another file, or the same one understood otherwise: who agreed is asked again. */
  function take(read: ReadFile): void {
    setFile(read);
    if (JSON.stringify(read.header) !== JSON.stringify(file?.header)) setChoices(guessAll(read.header, read.first));
    setConsent(undefined);
  }
  const found = ended?.id === checked ? ended : undefined;
  const missing = reasonNotReady(choices, consent) ?? (checked && reasonNotFound(found));
  return (
    <Page title="Import people">
      <FileDrop file={file} onFile={take} />
      {file && (
        <>
          <ColumnsStep
            file={file}
            choices={choices}
            onChange={setChoices}
            country={country}
            onCountry={setCountry}
            onReading={reading.run}
          />
          <Fault>{reading.fault}</Fault>
          <ConsentStep file={file} consent={consent} onChange={setConsent} />
          {checked && <ImportProgress key={checked} id={checked} onEnd={setEnded} />}
          <Fault>{starting.fault}</Fault>
          <div class="actions">
            <Button kind="main" busy={starting.isBusy} reason={missing} onClick={starting.run}>
              {checked ? importWords(found) : 'Check the file'}
            </Button>
            {missing && <span class="meta">{missing}</span>}
          </div>
        </>
      )}
    </Page>
  );
}

/** A check that broke off has not found all that there is. */
const importWords = (found: ImportState | undefined) =>
  found?.status === 'succeeded' ? `Import ${counted(rowsTaken(found), 'row')}` : 'Import the file';

function reasonNotFound(found: ImportState | undefined): string | undefined {
  if (!found) return 'It is being checked';
  return found.status === 'succeeded' && rowsTaken(found) === 0 ? 'No row of it can be read' : undefined;
}

function reasonNotReady(choices: Choices, consent: Consent | undefined): string | undefined {
  if (!Object.values(choices).includes('phone_number')) return 'Say which column is the phone number';
  if (!consent) return 'Say whether these people agreed';
  if (consent.answer === 'yes' && (!consent.source.trim() || !isDay(consent.at)))
    return 'Say where and when they agreed';
  return undefined;
}

function mappingOf({ header }: ReadFile, choices: Choices): Mapping {
  const fieldOf = (name: string): Mapping[string] => {
    const field = choices[name] ?? 'none';
    if (field === 'none') return null;
    return field === 'detail' ? `attributes.${name.replaceAll('.', ' ').slice(0, 64)}` : field;
  };
  const mapped = header.filter((name) => name !== '' && !['auto', 'export'].includes(choices[name] ?? ''));
  return Object.fromEntries<Mapping[string]>(
    mapped.map((name) => {
      const field = fieldOf(name);
      // Herald takes no JSON with the name "constructor", which a column may have; a blank behind it is none of the column's name.
      return [field === null ? `${name} ` : name, field];
    }),
  );
}
