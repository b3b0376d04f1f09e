import { useState } from 'preact/hooks';

import { sentence } from '../services/api.ts';
import { counted } from '../services/format.ts';
import { readFile, type ReadFile } from '../services/import-file.ts';
import { Notice } from './notice.tsx';

/** A real file input; dropping a file on it works, too. */
export function FileDrop({
  file,
  onFile,
}: {
  readonly file: ReadFile | undefined;
  readonly onFile: (file: ReadFile) => void;
}) {
  const [fault, setFault] = useState<string>();
  async function take(given: File | undefined): Promise<void> {
    if (!given) return;
    setFault(undefined);
    try {
      onFile(await readFile(given));
    } catch (error) {
      setFault(error instanceof Error ? error.message : sentence(error));
    }
  }
  return (
    <section
      class="empty"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void take(event.dataTransfer?.files[0]);
      }}
    >
      <label for="import-file">CSV file</label>
      <input
        id="import-file"
        type="file"
        accept=".csv,.txt,text/csv"
        onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
      />
      {file ? (
        <p class="figures">
          {file.name}: {counted(file.rows.length, 'row')}, {counted(file.header.length, 'column')}
        </p>
      ) : (
        <p>
          Drop a file here, or choose one. Its first line names the columns; exports of Shopify, HubSpot, Mailchimp and
          Google work.
        </p>
      )}
      {fault && (
        <Notice tone="bad" alert>
          {fault}
        </Notice>
      )}
    </section>
  );
}
