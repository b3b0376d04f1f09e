/** What a column can become; `auto`: Herald puts first and last names together. */
export const FIELDS = [
  ['phone_number', 'Phone number'],
  ['name', 'Name'],
  ['auto', 'First or last name'],
  ['language', 'Language'],
  ['timezone', 'Time zone'],
  ['tags', 'Tags'],
  ['detail', 'A detail of the person'],
  ['none', 'Leave out'],
] as const;
export type FieldName = (typeof FIELDS)[number][0];

const NAMES: readonly (readonly [FieldName, RegExp])[] = [
  [
    'phone_number',
    /^(whatsapp.*|mobile.*|mobil(nummer)?|cell(phone)?|phone.*|tele(f|ph)on.*|handy(nummer)?|celular|portable)$/,
  ],
  ['auto', /^(first|given|last|family|sur)name$/],
  ['name', /^(full|display|contact|customer)?name$/],
  ['language', /^((preferred)?language|locale|lang)$/],
  ['timezone', /^timezone$/],
  ['tags', /^(tags|labels|groupmembership)$/],
  ['none', /consent|acceptssms|marketing|optin/],
];

/** What a column is, by its name; a person decides. */
export function guess(name: string): FieldName {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '');
  if (!plain) return 'none';
  return NAMES.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'detail';
}

/** Spreadsheets make long numbers short: what is lost cannot be read any more. */
export function isShortened(value: string): boolean {
  return /^\d([.,]\d+)?e\+\d+$/i.test(value.trim());
}
