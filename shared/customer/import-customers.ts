import type { Ids } from '../platform/ids.ts';
import { inBatches } from '../platform/in-batches.ts';
import { sideBySide } from '../platform/side-by-side.ts';
import { canonicalNumber } from './canonical-number.ts';
import type { CsvError } from './csv-error.ts';
import { MAX_ERRORS, readCustomers, type CsvOptions, type CsvRow } from './customer.csv.ts';
import type { Customers } from './customer.store.ts';
import { draftCustomer } from './draft-customer.ts';
import { foldRows, type TagsMode } from './fold-rows.ts';

/** People of one batch read: at most two rows for each, and DynamoDB's limit is 100. */
const BATCH = 50;
const AT_ONCE = 6;

export interface ImportOptions extends CsvOptions {
  readonly tags: TagsMode;
}

export interface Imported {
  readonly imported: number;
  readonly updated: number;
  /** Customers whom the file calls opted in and who stay opted out, since they said so themselves. */
  readonly kept_opted_out: number;
  /** Rows taken of people who are opted in after them. */
  readonly opted_in: number;
  readonly rejected: number;
  readonly errors: CsvError[];
}

/**
 * Upserts every valid row of a CSV file; rows of one person are folded and written once, and each of them counts. An attribute
 * without a column in the file is left as it is.
 * @throws HeraldError 400 when the header names no column of numbers, 413 when there are too many rows; nothing has been
 *   written then
 */
export async function importCustomerFile(
  text: string,
  { tenant_id, now, options = { tags: 'replace' } }: { tenant_id: string; now: string; options?: ImportOptions },
  { customers, ids }: { customers: Pick<Customers, 'byPhones' | 'upsertAll'>; ids: Ids },
): Promise<Imported> {
  const file = readCustomers(text, options);
  const errors = [...file.errors];
  let [imported, updated, kept_opted_out, opted_in, rejected] = [0, 0, 0, 0, file.rejected];

  async function write(people: readonly (readonly [string, readonly CsvRow[]])[]): Promise<void> {
    const known = await customers.byPhones(
      tenant_id,
      people.map(([number]) => number),
    );
    const folded = people.map(([number, rows]) => foldRows(rows, known.get(number), options.tags));
    // Of each draft, how many rows it has.
    const rowsOf = people.flatMap(([, rows], place) => {
      const { given, errors: wrong = [] } = folded[place] ?? {};
      return given ? [rows.length - wrong.length] : [];
    });
    const drafts = folded.flatMap(({ given }) => {
      const about = { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now, isImport: true };
      return given ? [draftCustomer(given, about)] : [];
    });
    const upserted = await customers.upsertAll(drafts, known);
    for (const [place, { created, customer, optInRefused }] of upserted.entries()) {
      if (created) imported += 1;
      else updated += 1;
      if (customer.consent.status === 'opted_in') opted_in += rowsOf[place] ?? 0;
      if (optInRefused && customer.consent.status === 'opted_out') kept_opted_out += 1;
    }
    const wrong = folded.flatMap(({ errors }) => errors);
    errors.push(...wrong);
    rejected += wrong.length;
    updated += people.flatMap(([, rows]) => rows).length - wrong.length - drafts.length;
  }

  const rows = options.optOut ? file.rows.map(optedOut) : file.rows;
  const people = [...Map.groupBy(rows, ({ given }) => canonicalNumber(given.phone_number))];
  await sideBySide(inBatches(people, BATCH), AT_ONCE, write);
  const listed = errors.toSorted((a, b) => a.line - b.line).slice(0, MAX_ERRORS);
  return { imported, updated, kept_opted_out, opted_in, rejected, errors: listed };
}

/** A row of a list of people who want nothing: whatever else it says of them may be old. */
function optedOut({ line, given: { phone_number } }: CsvRow): CsvRow {
  return { line, given: { phone_number, consent: { status: 'opted_out', source: 'suppression_list' } } };
}
