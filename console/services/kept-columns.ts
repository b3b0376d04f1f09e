import { DIGITS, type FieldName } from './column-guess.ts';
import { keep, recall } from './storage.ts';

/** What columns became in an import that was begun here. */
export interface KeptColumns {
  readonly of: readonly string[];
  readonly choices: Readonly<Record<string, FieldName>>;
  readonly at: string;
}

const MAX_KEPT = 10;

/** Only names of columns, for one tenant: nobody's data, and never who agreed. */
const slot = (tenant: string | undefined) => `herald.columns.${tenant ?? ''}`;
const SAMPLE = [{ of: [''], choices: {}, at: '' }];
const all = (tenant: string | undefined) => recall<readonly KeptColumns[]>('localStorage', slot(tenant), SAMPLE) ?? [];

const isSame = (one: readonly string[], other: readonly string[]) => JSON.stringify(one) === JSON.stringify(other);

/** The newest ones, each header once. A first line that names no columns has somebody's number or address instead, and is not kept. */
export function withColumns(list: readonly KeptColumns[], last: KeptColumns): readonly KeptColumns[] {
  if (last.of.some((name) => DIGITS.test(name) || name.includes('@'))) return list;
  return [last, ...list.filter(({ of }) => !isSame(of, last.of))].slice(0, MAX_KEPT);
}

export const columnsLike = (tenant: string | undefined, header: readonly string[]): KeptColumns | undefined =>
  all(tenant).find(({ of, at }) => Date.parse(at) && isSame(of, header));

export function keepColumns(tenant: string | undefined, last: Omit<KeptColumns, 'at'>): void {
  keep(
    'localStorage',
    slot(tenant),
    JSON.stringify(withColumns(all(tenant), { ...last, at: new Date().toISOString() })),
  );
}
