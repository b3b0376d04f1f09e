import { isOwnExport } from '../../shared/contract/own-export.ts';

/** What a column can become; `auto`: Herald puts first and last names together. */
const FIELDS = [
  ['phone_number', 'Phone number'],
  ['name', 'Name'],
  ['auto', 'First or last name'],
  ['language', 'Language'],
  ['timezone', 'Time zone'],
  ['tags', 'Tags'],
  ['detail', 'Another detail'],
  ['none', 'Leave out'],
] as const;
/** What the API knows by itself of an export of Herald; no choice for any other file. */
const EXPORTED = ['export', 'What it was in Herald'] as const;
export type FieldName = (typeof FIELDS | readonly [typeof EXPORTED])[number][0];

/** What the columns of a file can become. */
export const fieldsOf = (header: readonly string[]) => (isOwnExport(header) ? [...FIELDS, EXPORTED] : FIELDS);

const NAMES: readonly (readonly [FieldName, RegExp])[] = [
  ['none', /consent|acceptssms|marketing|optin|phone.*(label|type)$/],
  [
    'phone_number',
    /^(whatsapp.*|mobile.*|mobil(nummer)?|cell(phone)?|phone.*|tele(f|ph)on.*|handy(nummer)?|celular|portable)$/,
  ],
  ['auto', /^(first|given|last|family|sur)name$/],
  ['name', /^(full|display|contact|customer)?name$/],
  ['language', /^((preferred)?language|locale|lang)$/],
  ['timezone', /^timezone$/],
  ['tags', /^(tags|labels|groupmembership)$/],
];
const MOBILE = /whatsapp|mobil|cell|handy|celular|portable/i;
/** What a number looks like, and no name of a column does. */
export const DIGITS = /(\d\D{0,2}){6}/;

/** What a column is, by its name; a person decides. */
export function guess(name: string): FieldName {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '');
  if (!plain) return 'none';
  return NAMES.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'detail';
}

/** What the columns are. One is of phone numbers: one with numbers in its first rows before others, then one of mobile ones. */
export function guessAll(
  header: readonly string[],
  first: readonly (readonly string[])[],
): Readonly<Record<string, FieldName>> {
  if (isOwnExport(header))
    return Object.fromEntries(header.map((name) => [name, FIELDS.find(([field]) => field === name)?.[0] ?? 'export']));
  const score = (name: string) =>
    Number(first.some((row) => DIGITS.test(row[header.indexOf(name)] ?? ''))) * 2 + Number(MOBILE.test(name));
  const [best] = header.filter((name) => guess(name) === 'phone_number').toSorted((a, b) => score(b) - score(a));
  return Object.fromEntries(
    header.map((name) => {
      const field = guess(name);
      return [name, field === 'phone_number' && name !== best ? 'none' : field];
    }),
  );
}

/** Which of several columns of numbers is taken, and that another can be; undefined where there is no choice. */
export function numbersHint(
  header: readonly string[],
  choices: Readonly<Record<string, FieldName>>,
): string | undefined {
  const taken = header.filter((name) => choices[name] === 'phone_number');
  if (taken.length > 1) return 'Of each row, the first number in these columns is taken.';
  const others = header.filter((name) => guess(name) === 'phone_number' && choices[name] === 'none');
  return taken.length === 1 && others.length > 0
    ? `The numbers of “${taken[0]}” are taken. If those of ${others.map((name) => `“${name}”`).join(' or ')} are the right ones, choose Phone number there.`
    : undefined;
}

/** The column that likely says who agreed, where one is named so; that to SMS or email is none. */
export const consentColumn = (header: readonly string[]): string | undefined =>
  header.find((name) => /consent|opt.?in/i.test(name) && !/sms|mail/i.test(name));

/** Whether a number says no country. An apostrophe before it is a spreadsheet's mark for text. */
export function hasNoCountry(value: string): boolean {
  return !/^\s*['’]?(\+|$)/.test(value);
}

/** Spreadsheets make long numbers short: what is lost cannot be read any more. */
export function isShortened(value: string): boolean {
  return /^\d([.,]\d+)?e\+\d+$/i.test(value.trim());
}
