import * as z from 'zod';

import { choosableKeys } from '../campaign/contents.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { FallbackReason } from '../campaign/recommend.ts';
import type { Customer } from '../customer/customer.ts';
import { recommendedValues, type Chosen } from '../message/choice.ts';
import { timestamp } from '../platform/clock.ts';
import { parsedJson } from '../platform/json.ts';

/** In bytes. With the details of more people it would grow without bound. */
const MAX_REQUEST = 1_000_000;
/** The longest answer that is read, in bytes: some 2 KB for each of 500 people. */
export const MAX_ANSWER = 1_000_000;

/** What one person is recommended, or why nothing. */
export type Recommended = Partial<Pick<Chosen, 'content_key' | 'values'>> | { readonly reason: FallbackReason };

/**
 * What is asked of a page of people: whatever rules of contents may see of them, and neither names nor numbers. When that is more
 * than a megabyte, their ids alone.
 */
export function questionOf(campaign: Campaign, people: readonly Customer[], now: number): string {
  const body = (customers: readonly object[]) =>
    JSON.stringify({
      type: 'campaign.recommendation',
      timestamp: timestamp(now),
      data: { campaign: { id: campaign.id, name: campaign.name }, content_keys: choosableKeys(campaign), customers },
    });
  const whole = body(
    people.map(({ id, language, country, tags, attributes }) => ({
      customer_id: id,
      language,
      country,
      tags,
      attributes,
    })),
  );
  return Buffer.byteLength(whole) > MAX_REQUEST ? body(people.map(({ id }) => ({ customer_id: id }))) : whole;
}

const about = z.object({ customer_id: z.string() });
const entry = z.object({ content_key: z.string().nullish(), values: recommendedValues.nullish() });
const answer = z.object({ customers: z.array(z.unknown()) });

/**
 * What an answer says of each of the people that were asked for. Of two entries for one person the first counts; strangers are
 * not looked at.
 * @param text the body of the answer; undefined when there is none
 */
export function readAnswer(
  campaign: Campaign,
  people: readonly Pick<Customer, 'id'>[],
  text: string | undefined,
): ReadonlyMap<string, Recommended> {
  const { data } = answer.safeParse(parsedJson(text ?? ''));
  if (!data) return new Map(people.map(({ id }) => [id, { reason: 'failed' }]));
  const said = new Map<string, unknown>();
  for (const one of data.customers) {
    const { customer_id } = about.safeParse(one).data ?? {};
    if (customer_id !== undefined && !said.has(customer_id)) said.set(customer_id, one);
  }
  const keys = choosableKeys(campaign);
  return new Map(people.map(({ id }) => [id, said.has(id) ? judged(said.get(id), keys) : { reason: 'unanswered' }]));
}

function judged(given: unknown, keys: readonly string[]): Recommended {
  const { data } = entry.safeParse(given);
  if (!data) return { reason: 'invalid' };
  const { content_key, values } = data;
  if (content_key == null && Object.keys(values ?? {}).length === 0) return { reason: 'unanswered' };
  if (content_key != null && !keys.includes(content_key)) return { reason: 'unknown_content' };
  return { ...(content_key != null && { content_key }), ...(values && { values }) };
}
