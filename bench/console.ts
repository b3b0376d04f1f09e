import { chromium as playwright, type Page } from 'playwright-core';

import { apiClient } from '../local/demo/api-client.ts';
import { peopleCsv } from '../local/demo/people.ts';
import { importPeople } from './campaign.ts';
import { percentileOf } from './percentile.ts';
import { browserOptions } from '../test/console/browser-options.ts';
import { withHerald } from './with-herald.ts';

/** How many people the list has, unless LISTED_PEOPLE says otherwise. */
const PEOPLE = 10_000;
/** The most rows that a page of the console may hold at once, however long its list is. */
const MAX_ROWS = 60;
const PATIENCE_MS = 120_000;
/** How often the first page is opened: it takes longer now and then. */
const VISITS = 9;

/** What the page keeps of itself while it is used, in milliseconds. */
interface Kept {
  /** Tasks of more than 50 ms, in which the page answers nobody. */
  readonly longTasks: number[];
  /** How long each click took until something was painted. */
  readonly interactions: number[];
}

/**
 * The list of people from the first page to the last, in a real browser: when the first is ready without a cache, after how many
 * requests, how many rows stand in the document, and for how long it was busy.
 */
export async function benchConsole(): Promise<void> {
  const people = Number(process.env['LISTED_PEOPLE'] ?? PEOPLE);
  await withHerald({ senderRate: 80, standIn: {} }, async ({ url, tenant }) => {
    await importPeople(apiClient(url, tenant.api_key), peopleCsv(people).trimEnd().split('\n').slice(1));
    const browser = await playwright.launch(await browserOptions());
    try {
      const page = await browser.newPage({ baseURL: url, viewport: { width: 1280, height: 900 } });
      page.setDefaultTimeout(PATIENCE_MS);
      await measure(page, people);
    } finally {
      await browser.close();
    }
  });
}

async function measure(page: Page, people: number): Promise<void> {
  await page.goto('/console/');
  await page.getByRole('button', { name: 'Use the demo' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const cold = await page.context().newCDPSession(page);
  await cold.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.addInitScript(watch);

  const told = (values: readonly number[], share: number) => percentileOf(values, share).toFixed(0);
  const opened: { readonly rows: number; readonly count: number; readonly paint: number; readonly requests: number }[] =
    [];
  for (let visits = 0; visits < VISITS; visits += 1) {
    const began = performance.now();
    await page.goto('/console/people');
    await page.locator('tbody tr').first().waitFor();
    const rows = performance.now() - began;
    await page.getByText(`${people.toLocaleString('en')} people`).waitFor();
    const count = performance.now() - began;
    opened.push({ rows, count, ...(await page.evaluate(firstPaint)) });
  }
  const of = (what: keyof (typeof opened)[number]) => {
    const values = opened.map((visit) => visit[what]);
    return `p50 ${told(values, 0.5)}, at most ${told(values, 1)}`;
  };
  console.log(`the first page without a cache, in ms: first paint ${of('paint')} (requests: ${of('requests')})`);
  console.log(`its rows ${of('rows')}; its count ${of('count')}`);

  const turns: number[] = [];
  let [seen, most] = [0, 0];
  for (let pages = 1; pages <= people; pages += 1) {
    const rows = await page.locator('tbody tr').count();
    [seen, most] = [seen + rows, Math.max(most, rows)];
    await page.mouse.wheel(0, 100_000);
    const older = page.getByRole('link', { name: 'Older' });
    if ((await older.count()) === 0) break;
    const before = await page.locator('tbody tr').first().textContent();
    const turned = performance.now();
    await older.click();
    await page.waitForFunction(isTurned, before);
    turns.push(performance.now() - turned);
  }
  if (seen !== people) throw new Error(`The pages show ${seen} people, not ${people}.`);
  if (most > MAX_ROWS) throw new Error(`A page holds ${most} rows, more than ${MAX_ROWS}.`);

  const { longTasks, interactions } = await page.evaluate(() => (globalThis as unknown as InPage).kept);
  console.log(`${seen} people on ${turns.length + 1} pages: at most ${most} rows in the document`);
  console.log(`the next page after: p50 ${told(turns, 0.5)} ms, p99 ${told(turns, 0.99)} ms`);
  console.log(`${longTasks.length} tasks of more than 50 ms, the longest ${told(longTasks, 1)} ms`);
  console.log(
    `from a click to the next paint: p98 ${told(interactions, 0.98)} ms (what takes less than 16 ms is not seen)`,
  );
}

/** What a page has that Node has not, or not so. */
interface InPage {
  readonly kept: Kept;
  readonly document: { querySelector(selector: string): { readonly textContent: string | null } | null };
  readonly performance: { getEntriesByType(type: string): readonly Entry[] };
  readonly PerformanceObserver: new (take: (list: { getEntries(): readonly Entry[] }) => void) => {
    observe(what: object): void;
  };
}

interface Entry {
  readonly name: string;
  readonly startTime: number;
  readonly duration: number;
  /** Of an event: which click or key it is of; 0 for none. */
  readonly interactionId?: number;
  /** Of a request. */
  readonly responseEnd?: number;
}

/** Runs in the page, before anything of its own. */
function watch(): void {
  const kept: Kept = { longTasks: [], interactions: [] };
  const { PerformanceObserver } = Object.assign(globalThis, { kept }) as unknown as InPage;
  const keep = (type: string, take: (entry: Entry) => void) => {
    new PerformanceObserver((list) => {
      list.getEntries().forEach(take);
    }).observe({ type, buffered: true, durationThreshold: 16 });
  };
  keep('longtask', ({ duration }) => kept.longTasks.push(duration));
  keep('event', ({ duration, interactionId }) => {
    if (interactionId) kept.interactions.push(duration);
  });
}

/** Runs in the page: when something was painted first, and how many requests had been answered by then. */
function firstPaint(): { readonly paint: number; readonly requests: number } {
  const { performance } = globalThis as unknown as InPage;
  const painted = performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint');
  const at = painted?.startTime ?? 0;
  const answered = performance.getEntriesByType('resource').filter(({ responseEnd = 0 }) => responseEnd <= at);
  // The document itself is one more.
  return { paint: at, requests: 1 + answered.length };
}

/** Runs in the page: whether another page of the list is there. @param before the first row of the former */
function isTurned(before: string | null): boolean {
  const { document } = globalThis as unknown as InPage;
  const first = document.querySelector('tbody tr');
  return first !== null && first.textContent !== before && document.querySelector('[aria-busy="true"]') === null;
}
