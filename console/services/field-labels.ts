import { capital } from './format.ts';
import { own } from './own.ts';

/** What forms call the fields of the API, by the last word of their paths, where it is another. What has two names is there by a whole path. */
const LABELS: Readonly<Record<string, string>> = {
  language: 'Written in',
  message_content: 'Text',
  media_caption: 'Text',
  media_url: 'Picture or file',
  footer: 'Small print',
  when: 'Who has at least one of these tags',
  holdout: 'Get nothing by chance, in percent',
  weight: 'Weight',
  default_country: 'Numbers without a country are from',
  metric: 'What counts',
  test_share: 'Tested, in percent',
  no_winner: 'When nothing is proved, the rest gets',
  window_hours: 'Hours that each person has',
  decide_after_hours: 'Hours until it is decided',
  button_id: 'Which button',
  scheduled_at: 'Your time',
  every: 'Every so many weeks',
  until: 'Last day',
  count: 'How many dates',
  time_zone: 'By the clock of',
  segments_any: 'In one of these segments',
  segments_none: 'Not in these segments',
  tags_any: 'Tags',
  tags_none: 'Not with these tags',
  languages: 'Language',
  countries: 'Country',
  from: 'From',
  'sending_hours.to': 'To',
  to: 'Your numbers',
  per_day: 'In 24 hours',
  per_week: 'In 7 days',
  approval_above: 'Above so many people somebody else must approve a campaign',
  amount: 'What campaigns may cost in a day',
  replies_days: 'What people write',
  webhook_deliveries_days: 'What was sent to webhooks',
  jobs_days: 'Imports, exports and other work that has ended',
  audit_days: 'Who changed what',
  scopes: 'What it may do',
  email: 'E-mail address',
  url: 'Address',
};

/** A part of a message that there are several of. */
const PARTS: Readonly<Record<string, string>> = { contents: 'Other text', buttons: 'Button' };

/** What a form calls a field: never its path. */
export function labelOf(path: string): string {
  const [part = '', place = '', ...rest] = path.split('.');
  // Below it are columns of somebody's file.
  if (part === 'mapping' && place) return `“${path.slice(8)}”`;
  const several = own(PARTS, part);
  if (several && place)
    return [`${several} ${Number(place) + 1}`, ...(rest.length > 0 ? [labelOf(rest.join('.'))] : [])].join(', ');
  const words = path.split('.').filter((word) => !/^\d*$/.test(word));
  const known = own(LABELS, words.join('.')) ?? words.toReversed().flatMap((word) => own(LABELS, word) ?? [])[0];
  const other = (words.at(-1) ?? 'it').replaceAll('_', ' ');
  return known ?? capital(other);
}

/** A name of a field amid words; not in a placeholder, an address or a quotation. */
const NAME = /(?<![{.\w"“/])[a-z]+(?:_[a-z]+)+(?![\w}])/g;

const NUMBER = /an? (possible )?E\.164 number like \+\d+/;
const A_NUMBER = 'a phone number with + and the country’s number, for example +49 151 12345678';

const BOUND = /^Too \w+: expected \w+ to \w+ ([<>]=?)([\d.]+)/;
const SIGNS: Readonly<Record<string, string>> = {
  '<': 'less than',
  '>': 'more than',
  '<=': 'at most',
  '>=': 'at least',
};

/** Why a field was refused: that a number is missing or a limit in words, and in percent where the form has percent of the API's shares. */
export function faultWords(path: string, message: string): string {
  const factor = labelOf(path).endsWith('percent') ? 100 : 1;
  return inWords(
    message
      // Forms have no country for numbers without one.
      .replace(/; give default_country.*/, '')
      .replace(/^Invalid input: expected number.*/, 'must be a number')
      .replace(BOUND, (_, sign: string, bound) => `must be ${SIGNS[sign]} ${Number(bound) * factor}`),
  );
}

/** What the API says, with fields named as forms do, and no advice about fields that no form has. */
export function inWords(message: string): string {
  const [first = '', ...advice] = message.replace(NUMBER, A_NUMBER).split('; ');
  const heard = advice.filter((part) => [...part.matchAll(NAME)].every(([name]) => name in LABELS));
  return [first, ...heard]
    .join('; ')
    .replaceAll(NAME, (name) => (name in LABELS ? `“${LABELS[name]}”` : name.replaceAll('_', ' ')));
}
