import * as z from 'zod';

import type { Recommender } from '../../shared/run/ask-recommendations.ts';
import type { Random } from './random.ts';
import type { Worker } from './scheduler.ts';

const question = z.object({
  data: z.object({
    campaign: z.object({ id: z.string() }),
    content_keys: z.array(z.string()),
    customers: z.array(z.object({ customer_id: z.string() })),
  }),
});

/** What it said of somebody, each time it was asked: the keys of contents. */
export type Said = ReadonlyMap<string, ReadonlySet<string>>;

export const saidOf = (campaign: string, customer: string): string => `${campaign} ${customer}`;

/**
 * A tenant's webhook that recommends contents, and is no help to whoever asks twice: it answers otherwise each time. It leaves people out,
 * names contents that there are not, writes what nobody can read, and does not answer.
 */
export function simulatedRecommender(roll: Random) {
  const said = new Map<string, Set<string>>();

  function entryFor(campaign: string, customer_id: string, keys: readonly string[]): object | undefined {
    const content_key = roll.pick(keys);
    return roll.pick<() => object | undefined>([
      ...new Array<() => object>(6).fill(() => {
        const name = saidOf(campaign, customer_id);
        said.set(name, (said.get(name) ?? new Set()).add(content_key));
        return { customer_id, content_key };
      }),
      () => ({ customer_id, content_key: 'no-such-content' }),
      () => ({ customer_id, content_key: 5 }),
      () => undefined,
    ])();
  }

  function answer(body: string): { answer: string } | { error: string } {
    const { campaign, content_keys, customers } = question.parse(JSON.parse(body)).data;
    if (roll.chance(0.15)) return { error: 'It answered 500.' };
    if (roll.chance(0.1)) return { answer: '<html>' };
    const entries = customers.map(({ customer_id }) => entryFor(campaign.id, customer_id, content_keys));
    return { answer: JSON.stringify({ customers: entries.filter((entry) => entry !== undefined) }) };
  }

  return {
    said: said as Said,
    /** As one invocation asks it: a call like any other, but that its client takes every failure for an answer, and never repeats it. */
    askedBy: (worker: Worker): Recommender => ({
      ask: ({ body }) =>
        worker
          .call('recommendations', async () => answer(body), { once: true })
          .catch(() => ({ error: 'It does not answer.' })),
    }),
  };
}
