import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterEach, expect, inject } from 'vitest';

import { caller } from '../support/api.ts';
import type { Issuer } from '../support/issuer.ts';
import type { Served } from '../support/served.ts';

const given = inject('browser');

/** Why nothing can be seen here; undefined where a browser runs. */
export const UNSEEN = 'reason' in given ? given.reason : undefined;
export const { endpoint, url, key } = 'reason' in given ? { endpoint: '', url: '', key: '' } : given;

/** The Herald behind it, and the identity provider that people with an account sign in at. @throws Error where none runs */
export function behind(): { readonly served: Served; readonly issuer: Issuer } {
  if ('reason' in given) throw new Error(given.reason);
  return given;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page did that it must not: breaches of its policy, exceptions, errors in the browser's log. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** How long a page may take on a busy machine. */
export const PATIENCE_MS = 120_000;
/** Pictures of messages are on hosts that do not exist. */
const HARMLESS = /ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|ERR_TUNNEL|ERR_PROXY|ERR_CONNECTION/;

const visits = new Set<Visit>();

// Of a test that waited in vain, this tells what there was to see.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const { page, faults } of visits)
    console.log([`A failed test left ${page.url()} with`, await page.innerText('body'), ...faults].join('\n'));
});

/** A person at a browser of their own, not signed in. */
export async function visit(): Promise<Visit> {
  const browser: Browser = await chromium.connect(endpoint);
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !HARMLESS.test(message.text()))
      faults.push(`${message.text()} ${message.location().url}`);
  });
  const visitor: Visit = {
    page,
    context,
    faults,
    async close() {
      visits.delete(visitor);
      await context.close();
      await browser.close();
    },
  };
  visits.add(visitor);
  return visitor;
}

/** Makes something with the demo's key. @returns its id */
export async function made(route: string, body: object): Promise<string> {
  const answer = await caller(url, key)(route, { body });
  expect(answer).toMatchObject({ status: 200 });
  return String(answer.body.id);
}

/** Signs in with a key, the demo's by default, where one wanted to go. */
export async function signIn({ page }: Visit, path = '/', given = key): Promise<void> {
  await page.goto(`/console${path}`);
  await page.getByLabel('API key').fill(given);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}
