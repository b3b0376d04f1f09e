import fc from 'fast-check';

/** Stands for JSON that no JavaScript value becomes. */
const RAW = (json: string) => `\u{e000}${json}\u{e001}`;

let deep: unknown = 'x';
for (let level = 0; level < 2_000; level += 1) deep = [deep];

/** What JSON can say, and stores, headers or JavaScript cannot keep. */
const POISONS: readonly unknown[] = [
  ...['1e400', '-1e400', '1e126', '1e-131', '9007199254740993', '0.1234567890123456789012345678901234567890', '-0'].map(
    RAW,
  ),
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\u001b[2J',
    '\ud800',
    'x\udfff',
    '\u202eabc',
    '\u2066',
    '\ufeff',
    '👋'.repeat(300),
  ],
  ...[
    'x'.repeat(70_000),
    '{{',
    '{{name}}',
    '{{a|default:“b”}}',
    '%00',
    '%zz',
    '../..',
    '__proto__',
    'constructor',
    '$&',
  ],
  ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '10000-01-01T00:00:00Z', '2016-12-31T23:59:60Z'],
  ...['2027-02-30T00:00:00Z', '1969-12-31T23:59:59+14:00', 'https://a:b@c.example', 'https://', 'javascript:alert(1)'],
  ...['+0', '+99999999999999', 'UK', 'und', 'x-', 'Etc/GMT+99', 'NaN'],
  ...[null, true, 0, -1, 1.5, Number.MAX_SAFE_INTEGER, [], {}, [null], [[]], deep],
  RAW('{"__proto__":{"a":1}}'),
  RAW('{"constructor":{"prototype":1}}'),
  RAW(`[${'"campaigns:send",'.repeat(50_000)}"campaigns:send"]`),
  RAW(`{${Array.from({ length: 30_000 }, (_, index) => `"n${index}":0`).join()}}`),
  Array(200).fill('x'),
  Array(3_000).fill({ id: 'a', title: 'b', type: 'reply' }),
  Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`n${index}`, 'x'])),
  { '': 1 },
  { '\u0000': 1 },
  { ['x'.repeat(3_000)]: 1 },
];

export const poison = fc.constantFrom(...POISONS);

/** The value as JSON. */
export function jsonOf(value: unknown): string {
  const text = value === undefined ? '' : JSON.stringify(value);
  return text.replaceAll(/"\u{e000}(.*?)\u{e001}"/gsu, (_, quoted: string) => String(JSON.parse(`"${quoted}"`)));
}

/** The value with one spot poisoned: one of its parts is replaced, or it has a part more. */
export function poisoned(value: unknown, place: number, poison: unknown): unknown {
  if (typeof value !== 'object' || value === null) return poison;
  const fields = Object.entries(value);
  const chosen = place % (fields.length + 1);
  const further = Math.floor(place / (fields.length + 1));
  if (fields.length === 0) return poison;
  const parts = fields.map(([name, part], index): [string, unknown] => [
    name,
    index === chosen ? poisoned(part, further, poison) : part,
  ]);
  if (chosen === fields.length) parts.push(['more', poison]);
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}
