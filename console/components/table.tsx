import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';

import { count } from '../services/format.ts';
import { withQuery } from '../services/link.ts';

type Value = string | number | null;

export interface Column<Row> {
  readonly name: string;
  /** What is shown; the value itself, unless it is given or has something. */
  readonly cell?: (row: Row) => ComponentChildren;
  /** What the rows are sorted by. */
  readonly value?: (row: Row) => Value;
  /** Figures stand at the right. */
  readonly isFigure?: boolean;
  /** Left out on narrow screens. */
  readonly isExtra?: boolean;
}

export interface TableProps<Row> {
  readonly caption: string;
  readonly isCaptionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Where the order that somebody chose stands in the query. Given where all rows are here: those of a page are in no other order. */
  readonly sort?: string;
}

/** Rows of one kind. The first column names the row, and holds its link. */
export function Table<Row>({ caption, isCaptionHidden, columns, rows, keyOf, sort = '' }: TableProps<Row>) {
  const { path, query, route } = useLocation();
  const order = (sort && query[sort]) || '';
  const sorted = columns.find(({ name, value }) => value && [name, `-${name}`].includes(order));
  const isUp = order === sorted?.name;
  const look = ({ isFigure, isExtra }: Column<Row>) =>
    [isFigure && 'figure', isExtra && 'extra'].filter(Boolean).join(' ');
  /** Figures from the largest, words from the first; then the other way round; then as it was. */
  function turn({ name, isFigure }: Column<Row>): void {
    const orders = isFigure ? [`-${name}`, name] : [name, `-${name}`];
    route(withQuery(path, { ...query, [sort]: orders[orders.indexOf(order) + 1] }));
  }
  return (
    <div class="table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class={isCaptionHidden ? 'hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                class={look(column)}
                aria-sort={column === sorted ? (isUp ? 'ascending' : 'descending') : undefined}
              >
                {sort && column.value ? (
                  <button class="sort" onClick={() => turn(column)}>
                    {column.name}
                  </button>
                ) : (
                  column.name
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inOrder(rows, sorted?.value, isUp ? 1 : -1).map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, place) =>
                place === 0 ? (
                  <th key={column.name} scope="row">
                    {shownOf(column, row)}
                  </th>
                ) : (
                  <td key={column.name} class={look(column)}>
                    {shownOf(column, row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Rows by a value of theirs; those of which it is not known stand at the end. */
function inOrder<Row>(rows: readonly Row[], value: Column<Row>['value'], up: 1 | -1): readonly Row[] {
  if (!value) return rows;
  return rows.toSorted((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return up * (typeof a === 'string' ? a.localeCompare(String(b), undefined, { numeric: true }) : a - Number(b));
  });
}

function shownOf<Row>({ cell, value }: Column<Row>, row: Row): ComponentChildren {
  const known = value?.(row);
  return cell?.(row) ?? (typeof known === 'number' ? count(known) : (known ?? '–'));
}
