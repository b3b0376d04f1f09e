import { labelOf } from './field-labels.ts';
import { capital, count, country, language, when } from './format.ts';
import { wordOf } from './word-of.ts';

/** Of what an entry of the history is, where the API's name is not what a person says. */
const THINGS: Readonly<Record<string, string>> = {
  api_key: 'API key',
  webhook_endpoint: 'webhook',
  webhook_delivery: 'webhook message',
  customer: 'person',
  interaction: 'tap',
  conversion: 'purchase',
  media: 'file',
  tenant: 'settings',
};

/** What was done, where the API's verb is not what a person says, or its past is none with "ed". */
const DID: Readonly<Record<string, string>> = {
  cancel: 'Cancelled',
  choose_winner: 'Chose the winner of',
  convert: 'Recorded a purchase after',
  execute: 'Sent',
  prepare: 'Asked WhatsApp to review',
  reconcile: 'Asked WhatsApp again about',
  replay: 'Sent again',
  report: 'Recorded',
  retarget: 'Wrote a follow-up to',
  rotate: 'Gave a new secret to',
  submit: 'Asked WhatsApp to review',
};

/** What is said in another way than the rest. */
const WHOLE: Readonly<Record<string, string>> = {
  'customer.delete': 'Erased the person',
  'customer.import': 'Imported people',
  'template.sync': 'Asked WhatsApp for its templates',
};

const plain = (name: string) => name.replaceAll(/[._]/g, ' ');

/** What an action was done to: "webhook". @param type as the API names it */
export const thingOf = (type: string): string => THINGS[type] ?? plain(type);

/** What was done: "Changed the campaign". Of a job, that it has ended. @param action as the API names it */
export function actionWords(action: string): string {
  const [type = '', verb = '', ...more] = action.split('.');
  if (type === 'job' && verb !== 'cancel') return `Ended: ${[thingOf(verb), ...more.map(plain)].join(' ')}`;
  return WHOLE[action] ?? `${DID[verb] ?? pastOf(verb)} the ${thingOf(type)}`;
}

/** "changed" of "change"; it begins a sentence. */
const pastOf = (verb: string): string => capital(verb.replace(/e?$/, 'ed'));

const ACTORS: Readonly<Record<string, string>> = {
  api_key: 'a key',
  token: 'somebody with a token',
  schedule: 'its schedule',
  system: 'Herald',
};

export const actorWords = ({ name, kind }: { readonly name: string | null; readonly kind: string }): string =>
  name ?? ACTORS[kind] ?? kind;

/** Fields that no form has, or has by another name than the history. */
const FIELDS: Readonly<Record<string, string>> = {
  attribution_window_hours: 'Hours in which a purchase counts',
  criteria: 'People',
  language: 'Language',
  contents: 'Other texts',
  media_type: 'Kind of message',
  retry_held_back: 'Send again what WhatsApp held back',
  sample: 'Whose values',
  scheduled_at: 'Start',
  send_as: 'Sent as',
  target_criteria: 'People',
  to: 'To whom',
};

/** Fields whose values are codes, and what forms call those. */
const CODES: Readonly<Record<string, (code: string) => string>> = {
  category: wordOf,
  default_country: country,
  language,
  media_type: wordOf,
  role: wordOf,
  send_as: wordOf,
  send_time: wordOf,
  sending: wordOf,
  status: wordOf,
};

/**
 * A field as forms call it, and what it was and is, where that is short and about nobody.
 * @param nameOf what is behind an id; undefined where its name is not known
 */
export function changeWords({ field, from, to }: Changed, nameOf?: (id: string) => string | undefined): string {
  const plainly = field.replace(/_(id|key)$/, '').replace('conversion', 'purchase');
  const name = FIELDS[field] ?? labelOf(THINGS[plainly] ?? plainly);
  const told = (value: unknown) => {
    if (typeof value === 'number') return count(name.endsWith('percent') ? value * 100 : value);
    if (value === undefined || value === null) return NONE;
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (typeof value !== 'string') return undefined;
    if (ID.test(value)) return nameOf?.(value);
    return CODES[field]?.(value) ?? (/^\d{4}-\d\d-\d\dT/.test(value) ? when(value) : value);
  };
  const [before, after] = [told(from), told(to)];
  if (!before || !after || before === after) return name;
  return before === NONE ? `${name}: ${after}` : `${name}: ${before} → ${after}`;
}

interface Changed {
  readonly field: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

const NONE = '–';

/** An id, which says nothing to a person. */
const ID = /^[a-z]{3}_\w{26}$/;

/** What a webhook is told of, by the type of the event: "Campaign started". */
export function eventWords(type: string): string {
  const [thing = '', ...what] = type.split('.');
  return capital(EVENTS[type] ?? [thing === 'customer' ? 'somebody' : thingOf(thing), ...what.map(plain)].join(' '));
}

const EVENTS: Readonly<Record<string, string>> = {
  'campaign.button_clicked': 'button tapped',
  'button.event': 'tap that publishes an event',
  'alert.raised': 'something needs a person',
};

/** What a key may do, by its scope: "send campaigns". */
export function scopeWords(scope: string): string {
  const [thing = '', verb = ''] = scope.split(':');
  return SCOPES[scope] ?? `${verb === 'read' ? 'see' : verb} ${thing}`;
}

const SCOPES: Readonly<Record<string, string>> = {
  'conversations:view': 'write campaigns',
  'customers:manage': 'change people',
  'customers:read': 'see people',
  'analytics:view': 'see results',
  'audit:read': 'see who changed what',
};
