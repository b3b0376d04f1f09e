import * as z from 'zod';

import { isOwnExport } from '../contract/own-export.ts';
import { RESERVED_NAMES, textFault } from '../platform/storable.ts';
import type { CustomerGiven } from './draft-customer.ts';

/** The customer's field that each known column fills. */
export const COLUMNS = {
  phone_number: ['phone_number'],
  name: ['name'],
  language: ['language'],
  timezone: ['timezone'],
  tags: ['tags'],
  consent: ['consent', 'status'],
  consent_source: ['consent', 'source'],
  consent_text: ['consent', 'text'],
  consent_at: ['consent', 'at'],
} as const satisfies Readonly<Record<string, readonly [keyof CustomerGiven, string?]>>;
export type Column = keyof typeof COLUMNS;

/**
 * Other names of the columns, those first that say most. They are written without blanks, dashes and underscores and in lower
 * case; among them are the exports of Shopify, HubSpot, Mailchimp and Google.
 */
const OTHER_NAMES: Readonly<Record<Column, readonly string[]>> = {
  phone_number: [
    ...['whatsapp', 'whatsappnumber', 'whatsappphonenumber', 'mobile', 'mobilenumber', 'mobilephone'],
    ...[
      'mobilephonenumber',
      'cell',
      'cellphone',
      'phonenumber',
      'phone',
      'phoneno',
      'smsphonenumber',
      'telephone',
      'telephonenumber',
    ],
    ...['handy', 'handynummer', 'mobil', 'mobilnummer', 'telefon', 'telefonnummer', 'celular', 'telefono', 'teléfono'],
    ...['telefone', 'téléphone', 'portable', 'phone1value', 'phone2value', 'defaultaddressphone'],
  ],
  name: ['fullname', 'displayname', 'contactname', 'customername'],
  language: ['preferredlanguage', 'locale', 'lang'],
  timezone: [],
  tags: ['labels', 'groupmembership'],
  consent: ['consentstatus', 'whatsappconsent'],
  consent_source: [],
  consent_text: [],
  consent_at: ['consentdate', 'consenttime'],
};
/** A column's own name comes first, but a number called a mobile's before one that may be anybody's. */
function namesOf(column: Column): readonly string[] {
  const own = plainName(column);
  return OTHER_NAMES[column].includes(own) ? OTHER_NAMES[column] : [own, ...OTHER_NAMES[column]];
}

const FIRST_NAMES = ['firstname', 'givenname'];
const LAST_NAMES = ['lastname', 'familyname', 'surname'];

/** What an export of Herald tells of people that nobody can write: as attributes they would be out of date at once. */
const TOLD_BY_EXPORT: readonly string[] = [
  ...['id', 'created_at', 'updated_at', 'imported_at', 'last_inbound_at', 'last_tapped_at'],
  ...['whatsapp_user_id', 'username', 'same_as', 'suppressed_code', 'suppressed_at'],
];

/** What a file's columns are for, by their places. */
export interface Columns {
  /** The places of each known column; of several numbers a row's first one counts. */
  readonly known: Readonly<Partial<Record<Column, readonly number[]>>>;
  /** Columns that together are the name where no other column is. */
  readonly nameParts: readonly number[];
  /** The attribute of every other column. */
  readonly attributes: ReadonlyMap<number, string>;
  /** Whether the file is an export of Herald. */
  readonly isExport: boolean;
  /** The column of an export that has all attributes of a person, as JSON. */
  readonly allAttributes?: number;
}

/** A header's name as it is compared: in any case, with blanks, dashes or underscores or without. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '');
}

const ATTRIBUTE = 'attributes.';

/** What a caller says that columns are, by their names in the header: a known column, `attributes.…`, or null for nothing. */
export const columnMapping = z.record(
  z.string().max(200),
  z
    .union(
      [
        z.enum(Object.keys(COLUMNS) as [Column, ...Column[]]),
        z.templateLiteral([ATTRIBUTE, z.string().min(1).max(64)]),
      ],
      `must be one of ${Object.keys(COLUMNS).join(', ')}, attributes.x or null`,
    )
    .refine((target) => isStorableName(target), {
      params: { code: 'reserved' },
      message: 'names an attribute that cannot be used; choose another name',
    })
    .nullable(),
);
export type ColumnMapping = z.infer<typeof columnMapping>;

/** A query says a mapping, too, where no rule for JSON has looked at its texts. */
function isStorableName(target: string): boolean {
  return textFault(target) === undefined && !RESERVED_NAMES.has(target.replace(ATTRIBUTE, ''));
}

/** @param header trimmed names; undefined for a column that is passed over */
export function columnsOf(header: readonly (string | undefined)[], mapping: ColumnMapping = {}): Columns {
  const mapped = new Map(Object.entries(mapping).map(([name, target]) => [plainName(name), target]));
  const plain = header.map((name) => name && plainName(name));
  const targets = plain.map((name) => (name === undefined ? null : mapped.get(name)));
  const free = (names: readonly string[]) =>
    names.flatMap((name) =>
      plain.flatMap((own, place) => (own === name && targets[place] === undefined ? [place] : [])),
    );
  const exactly = (column: Column) =>
    header.flatMap((name, place) => (name === column && targets[place] === undefined ? [place] : []));
  const known: Partial<Record<Column, readonly number[]>> = {};
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const given = targets.flatMap((target, place) => (target === column ? [place] : []));
    const found = given.length > 0 ? given : [...new Set([...exactly(column), ...free(namesOf(column))])];
    if (found.length > 0) known[column] = column === 'phone_number' ? found : found.slice(0, 1);
  }
  const used = new Set(Object.values(known).flatMap((places) => places.slice(0, 1)));
  const isExport = isOwnExport(header);
  const own = isExport ? header.indexOf('attributes') : -1;
  const allAttributes = targets[own] === undefined ? own : -1;
  const attributes = new Map(
    header.flatMap((name, place) => {
      const target = targets[place];
      if (name === undefined || target === null || used.has(place) || place === allAttributes) return [];
      if (isExport && target === undefined && TOLD_BY_EXPORT.includes(name)) return [];
      return [[place, target?.startsWith(ATTRIBUTE) ? target.slice(ATTRIBUTE.length) : name] as const];
    }),
  );
  const nameParts = known.name ? [] : [free(FIRST_NAMES), free(LAST_NAMES)].flatMap((places) => places.slice(0, 1));
  return { known, nameParts, attributes, isExport, ...(allAttributes >= 0 && { allAttributes }) };
}
