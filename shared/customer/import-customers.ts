import type { Ids } from '../platform/ids.ts';
import { MAX_ERRORS, readCustomers, type CsvError, type CsvRow } from './customer.csv.ts';
import { MAX_ATTRIBUTES } from './customer-fields.ts';
import type { Customer } from './customer.ts';
import type { Customers } from './customer.store.ts';
import { draftCustomer } from './draft-customer.ts';

/** DynamoDB's limit for one batch read. */
const BATCH = 100;
const AT_ONCE = 6;

export interface Imported {
  readonly imported: number;
  readonly updated: number;
  readonly rejected: number;
  readonly errors: CsvError[];
}

/**
 * Upserts every valid row of a CSV file. An attribute without a column in the file is left as it is.
 * @throws HeraldError 400 when the header is missing or wrong, or there are too many rows; nothing has been written then
 */
export async function importCustomerFile(
  text: string,
  { tenant_id, now }: { tenant_id: string; now: string },
  { customers, ids }: { customers: Pick<Customers, 'byPhones' | 'upsertAll'>; ids: Ids },
): Promise<Imported> {
  const file = readCustomers(text);
  const errors = [...file.errors];
  let imported = 0;
  let updated = 0;

  async function write(rows: readonly CsvRow[]): Promise<void> {
    const known = await customers.byPhones(
      tenant_id,
      rows.map(({ given }) => given.phone_number),
    );
    const drafts = rows.flatMap(({ line, given }) => {
      const attributes = withColumns(known.get(given.phone_number), given.attributes);
      if (Object.keys(attributes ?? {}).length <= MAX_ATTRIBUTES) {
        return [
          draftCustomer({ ...given, attributes }, { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now }),
        ];
      }
      errors.push({ line, column: null, message: `would give this customer more than ${MAX_ATTRIBUTES} attributes` });
      return [];
    });
    for (const { created } of await customers.upsertAll(drafts, known)) {
      if (created) imported += 1;
      else updated += 1;
    }
  }

  for (const round of rounds(file.rows)) {
    const batches = Array.from({ length: Math.ceil(round.length / BATCH) }, (_, n) =>
      round.slice(n * BATCH, (n + 1) * BATCH),
    );
    const worker = async () => {
      for (let batch = batches.shift(); batch; batch = batches.shift()) await write(batch);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }
  const rejected = file.rejected + errors.length - file.errors.length;
  return { imported, updated, rejected, errors: errors.sort((a, b) => a.line - b.line).slice(0, MAX_ERRORS) };
}

function withColumns(
  known: Customer | undefined,
  given: Customer['attributes'] | undefined,
): Customer['attributes'] | undefined {
  return given && { ...known?.attributes, ...given };
}

/** Each number's first row, then each number's second row, and so on: no round has a number twice, and later rows win. */
function rounds(rows: readonly CsvRow[]): CsvRow[][] {
  const seen = new Map<string, number>();
  const rounds: CsvRow[][] = [];
  for (const row of rows) {
    const times = seen.get(row.given.phone_number) ?? 0;
    seen.set(row.given.phone_number, times + 1);
    (rounds[times] ??= []).push(row);
  }
  return rounds;
}
