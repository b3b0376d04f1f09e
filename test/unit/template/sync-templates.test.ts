import { expect, test } from 'vitest';

import type { Template } from '../../../shared/template/template.ts';
import { syncTemplates } from '../../../shared/template/sync-templates.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { START } from '../fixtures.ts';

const PAGE = 100;
const listed = (number: number) => ({
  template_id: `HX${number}`,
  name: `news_${number}`,
  language: 'en',
  status: 'approved' as const,
  category: 'marketing',
  rejection_reason: null,
  quality: null,
  content: null,
  variables: {},
});

/** An account with so many templates, and a table that keeps them. */
function world(count: number) {
  const rows = new Map<string, Template>();
  const ports: Parameters<typeof syncTemplates>[0] = {
    credentials: { get: async () => ({ account_sid: 'AC1' }) },
    templateProviders: () => ({
      accountOf: () => 'AC1',
      async listTemplates(_, page) {
        const from = Number(page ?? 0);
        const templates = Array.from({ length: Math.min(PAGE, count - from) }, (_, index) => listed(from + index));
        return { templates, next: from + PAGE < count ? String(from + PAGE) : undefined };
      },
    }),
    templates: {
      countDrafts: async () => 0,
      ofTenant: () => Promise.reject(new Error('Nobody asks.')) as never,
      get: async (_, id) => rows.get(id),
      // As the table does: when it was first seen stays.
      put: async (one) => void rows.set(one.id, { ...one, created_at: rows.get(one.id)?.created_at ?? one.created_at }),
      async page(_, __, { after, limit }) {
        const [from, all] = [Number(after?.['from'] ?? 0), [...rows.values()]];
        const last = from + limit < all.length ? { from: from + limit } : undefined;
        return { items: all.slice(from, from + limit), last };
      },
      async markGone({ id }, at) {
        rows.set(id, { ...rows.get(id)!, status: 'gone', last_synced_at: at });
      },
    },
  };
  return { rows, kind: syncTemplates(ports), shrink: (to: number) => void (count = to) };
}

/** Steps to the end, as a job does. Each step happens twice, as if its worker had been killed before it was recorded. */
async function run({ kind }: Pick<ReturnType<typeof world>, 'kind'>, now = START) {
  let position: never = undefined as never;
  for (let steps = 1; steps < 100; steps += 1) {
    const job = { tenant_id: 'ten_1', input: {}, position };
    await kind.step(job, now);
    const { next } = await kind.step(job, now);
    if (!next) return steps;
    position = next as never;
  }
  throw new Error('It did not end.');
}

test('a thousand templates are taken over, page by page, by steps that are repeated', async () => {
  const account = world(1_000);
  expect(await run(account)).toBe(20);
  expect(account.rows.size).toBe(1_000);
  expect([...account.rows.values()].every(({ status }) => status === 'approved')).toBe(true);
});

test('what is there no more is gone, and what stays keeps the time of its first sight', async () => {
  const account = world(250);
  await run(account);
  account.shrink(150);
  await run(account, START + 60_000);
  const all = [...account.rows.values()];
  expect(all.filter(({ status }) => status === 'gone')).toHaveLength(100);
  expect(new Set(all.map(({ created_at }) => created_at))).toEqual(new Set([timestamp(START)]));
});
