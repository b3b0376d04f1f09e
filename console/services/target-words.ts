import type { Target } from './draft.ts';
import { between, counted } from './format.ts';

type Engagement = NonNullable<Target['engagement']>[number];

/** What somebody did with a campaign, and did not: one name for both where English has one. */
const DID: Readonly<Record<NonNullable<Engagement['did']>, string>> = {
  sent: 'were sent',
  delivered: 'got',
  read: 'read',
  tapped: 'tapped a button of',
  replied: 'replied to',
  converted: 'bought after',
  failed: 'could not be reached by',
  skipped: 'were left out of',
};
const DID_NOT: Readonly<Record<NonNullable<Engagement['did_not']>, string>> = {
  delivered: 'get',
  read: 'read',
  tapped: 'tap a button of',
  replied: 'reply to',
  converted: 'buy after',
};

/** The campaigns that criteria ask about, each once. */
export const campaignsOf = (target: Target | undefined): readonly string[] => [
  ...new Set(target?.engagement?.map(({ campaign_id }) => campaign_id)),
];

/**
 * Criteria that the console shows but cannot change, each as the rest of "those who".
 * @param nameOf a campaign; undefined where its name is not known
 */
export function otherWords(target: Target, nameOf: (campaign: string) => string | undefined): readonly string[] {
  const { imported_after, imported_before, created_after, created_before } = target;
  const { tags_all, attributes, customer_ids, last_wrote_within_days, last_tapped_within_days } = target;
  const days = (value: number) => `in the last ${counted(value, 'day')}`;
  return [
    tags_all && `have all of these tags: ${tags_all.join(', ')}`,
    ...Object.entries(attributes ?? {}).map(([name, value]) => `have ${[value].flat().join(' or ')} as ${name}`),
    customer_ids && `are among ${counted(customer_ids.length, 'chosen person', 'chosen people')}`,
    ...since('were added', created_after, created_before),
    ...since('came with an import', imported_after, imported_before),
    last_wrote_within_days && `wrote ${days(last_wrote_within_days)}`,
    last_tapped_within_days && `tapped a button ${days(last_tapped_within_days)}`,
    ...(target.engagement ?? []).map((engagement) => engagementWords(engagement, nameOf)),
    (target.any ?? target.not) && 'meet what a program asked for besides',
  ].filter((words) => typeof words === 'string');
}

/** When something was: between two times, or since or before one. */
function since(what: string, after: string | undefined, before: string | undefined): readonly string[] {
  if (after && before) return [`${what} on ${between(after, before)}`];
  if (after) return [`${what} since ${between(after)}`];
  return before ? [`${what} before ${between(before)}`] : [];
}

function engagementWords(
  { campaign_id, did, did_not }: Engagement,
  nameOf: (campaign: string) => string | undefined,
): string {
  const name = nameOf(campaign_id);
  const words = did ? DID[did] : did_not && `did not ${DID_NOT[did_not]}`;
  return `${words} ${name === undefined ? 'an earlier campaign' : `“${name}”`}`;
}
