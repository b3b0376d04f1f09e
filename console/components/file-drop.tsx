import { useAction } from '../services/action.ts';
import { counted } from '../services/format.ts';
import { readFile, type ReadFile } from '../services/import-file.ts';
import { Fault } from './fault.tsx';

/** A real file input; dropping a file on it works, too. */
export function FileDrop({
  file,
  onFile,
}: {
  readonly file: ReadFile | undefined;
  readonly onFile: (file: ReadFile) => void;
}) {
  const { fault, run } = useAction(async (given: File | undefined) => given && onFile(await readFile(given)));
  return (
    <section
      class="empty"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        run(event.dataTransfer?.files[0]);
      }}
    >
      <label for="import-file">CSV file</label>
      <input
        id="import-file"
        type="file"
        accept=".csv,.txt,text/csv"
        onChange={({ currentTarget }) => run(currentTarget.files?.[0])}
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
      <Fault>{fault}</Fault>
    </section>
  );
}
