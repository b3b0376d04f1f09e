import type { ConsentGiven } from './consent.ts';
import type { CsvError } from './csv-error.ts';
import type { CsvRow } from './customer.csv.ts';
import { MAX_ATTRIBUTES } from './customer-fields.ts';
import { MAX_TAGS, type Customer } from './customer.ts';
import type { CustomerGiven } from './draft-customer.ts';

/** What a row's tags do to those that the customer has. */
export type TagsMode = 'replace' | 'add';

export interface FoldedRows {
  /** Undefined when no row can be taken. */
  readonly given?: CustomerGiven | undefined;
  readonly errors: readonly CsvError[];
}

/**
 * Folds a person's rows into one change, so that they are written once: later rows replace what earlier ones say, and leave
 * what they leave out.
 */
export function foldRows(rows: readonly CsvRow[], known: Customer | undefined, mode: TagsMode): FoldedRows {
  let given: CustomerGiven | undefined;
  const errors: CsvError[] = [];
  for (const { line, given: row } of rows) {
    const attributes = row.attributes && { ...(given?.attributes ?? known?.attributes), ...row.attributes };
    const before = given?.tags ?? known?.tags ?? [];
    const tags = row.tags && (mode === 'add' ? [...new Set([...before, ...row.tags])] : row.tags);
    if (Object.keys(attributes ?? {}).length > MAX_ATTRIBUTES) {
      errors.push({ line, column: null, message: `would give this customer more than ${MAX_ATTRIBUTES} attributes` });
    } else if ((tags ?? []).length > MAX_TAGS) {
      errors.push({ line, column: null, message: `would give this customer more than ${MAX_TAGS} tags` });
    } else {
      const consent = foldConsents(given?.consent, row.consent);
      given = {
        ...given,
        ...row,
        ...(attributes && { attributes }),
        ...(tags && { tags }),
        ...(consent && { consent }),
      };
    }
  }
  return { given, errors };
}

/** An opt-out before what was said of the whole file; the newer of two statements with a time; else the opt-out, if either is one; else the later row's. */
function foldConsents(before: ConsentGiven | undefined, later: ConsentGiven | undefined): ConsentGiven | undefined {
  if (!before || !later) return later ?? before;
  if (before.of_file && later.status === 'opted_out') return later;
  if (later.of_file && before.status === 'opted_out') return before;
  if (before.at && later.at && before.at !== later.at) return before.at > later.at ? before : later;
  return later.status === 'opted_out' || before.status !== 'opted_out' ? later : before;
}
