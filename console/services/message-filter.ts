import type { paths, Schemas } from '../../client/src/client.ts';
import { textName, variantName, type OtherContent } from './content-name.ts';
import { language } from './format.ts';
import { own } from './own.ts';
import { leftOut } from './words.ts';

type Query = NonNullable<paths['/v1/campaigns/{id}/messages']['get']['parameters']['query']>;

/** What a page knows of what a filter names by its id or its code. */
export interface Named {
  /** What a button says. */
  readonly titleOf: (button: string) => string;
  /** The texts of the campaign beside its first. */
  readonly contents?: readonly OtherContent[] | undefined;
  /** Why it failed, as the report puts it. */
  readonly meaning?: string | undefined;
}

/** What a message's status is called of people, where its name alone does not say it. */
const STATUS: Readonly<Record<string, string>> = {
  accepted: 'sent to',
  handed_over: 'handed over',
  undelivered: 'not delivered',
  skipped: 'left out',
  unknown: 'of whom WhatsApp never told',
  sending: 'being sent to',
  retry: 'will be sent to again',
};
const statusWords = (status: string): string => own(STATUS, status) ?? status;
const either = (is: string, isNot: string) => (value: string) => (value === 'true' ? is : isNot);

/**
 * What the messages of a campaign can be filtered by, as the API and the address of the page name it, and what each says of people
 * as a part of a sentence.
 */
const WORDS = {
  status: statusWords,
  reached: statusWords,
  not_reached: (step) => `not ${statusWords(step)}`,
  error_code: (code, { meaning }) => `failed: ${meaning ?? `error ${code}`}`,
  reason: (reason) => `left out: they ${leftOut(reason, 2)}`,
  tried: either('sent to', 'not sent to'),
  holdout: (side) => `${side === 'held' ? 'got nothing, by chance' : 'not held back'}, measured`,
  holdout_converted: either('bought', 'did not buy'),
  window_over: either('measured', 'not measured yet'),
  did: either('did what the test counts', 'did not do what the test counts'),
  content: (key, { contents }) => `with “${textName(contents, key)}”`,
  language: (code) => `in ${language(code)}`,
  variant: (variant) => `with “${variantName(variant)}”`,
  button: (button, { titleOf }) => `tapped “${titleOf(button)}”`,
  not_button: (button, { titleOf }) => `did not tap “${titleOf(button)}”`,
  tapped: either('tapped', 'did not tap'),
  replied: either('replied', 'did not reply'),
  opted_out: () => 'opted out',
} satisfies Partial<Record<keyof Query, (value: string, named: Named) => string>>;

type FilterName = keyof typeof WORDS;
export const MESSAGE_FILTERS = Object.keys(WORDS) as readonly FilterName[];
export type MessageFilter = Pick<Query, FilterName>;

type Export = Extract<Schemas['ExportDraft'], { kind: 'messages' }>['filter'];

/** Filters that name something of the campaign, which somebody may have called "true". */
const NAMES = /button|content|variant/;

/** The filter of an export, which has true and false where an address has words. */
export const exportFilter = (campaign_id: string, filter: MessageFilter): Export => ({
  campaign_id,
  ...(Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [
      name,
      NAMES.test(name) ? value : value === 'true' || (value !== 'false' && value),
    ]),
  ) as Omit<Export, 'campaign_id'>),
});

/** A filter as the rest of a sentence. */
export function filterWords(filter: MessageFilter, named: Named): string {
  const words = MESSAGE_FILTERS.flatMap((name) => {
    const value = filter[name];
    return value ? [WORDS[name](value, named)] : [];
  });
  return words.join(', ') || 'all of this campaign';
}
