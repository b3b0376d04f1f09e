/** The console tests' global setup: a Herald with a demo, and a browser that all files use. */
import { chromium as playwright, type BrowserServer } from 'playwright-core';
import type { TestProject } from 'vitest/node';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { ORDINARY_HABITS } from '../../local/twilio/habits.ts';
import { startTestHerald } from '../support/herald.ts';
import type { Issuer } from '../support/issuer.ts';
import { startOpenIdProvider } from '../support/openid-provider.ts';
import type { Served } from '../support/served.ts';
import { browserOptions } from './browser-options.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser and the console are; the reason, where no browser can start. */
    browser:
      | {
          readonly endpoint: string;
          readonly url: string;
          readonly key: string;
          readonly served: Served;
          readonly issuer: Issuer;
        }
      | { readonly reason: string };
  }
}

/** In `.ci/run`: a browser that cannot start is a failure there. */
const REQUIRED = 'HERALD_BROWSER_REQUIRED';

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startBrowser();
  if (typeof server === 'string') {
    console.warn(`The console is not tested: ${server}`);
    provide('browser', { reason: server });
    return async () => {};
  }
  const { serve, close: closeProvider, clientId, ...issuer } = await startOpenIdProvider();
  const { audience, jwksUrl } = issuer;
  const { account_sid: accountSid, auth_token: authToken } = STAND_IN_ACCOUNT;
  const herald = await startTestHerald({
    // Unknown messages are looked for when somebody asks.
    settings: {
      reconcileAfterSeconds: [86_400],
      oidc: { issuer: issuer.issuer, audience, jwksUrl, clientId, scope: 'openid email' },
    },
    standIn: {
      accounts: [{ accountSid, authToken }],
      // Whoever reads it taps: the test sees taps whatever the numbers.
      habits: { ...ORDINARY_HABITS, taps: 1, stops: 0 },
    },
  });
  const { url, providerUrl, installation } = herald;
  serve(url);
  const served = { url, providerUrl, installation };
  provide('browser', { endpoint: server.wsEndpoint(), url, key: herald.demoKey, served, issuer });
  return async () => {
    await server.close();
    await herald.close();
    await closeProvider();
  };
}

/** @returns why there is none, where it cannot start */
async function startBrowser(): Promise<BrowserServer | string> {
  try {
    return await playwright.launchServer({ ...(await browserOptions()), headless: true });
  } catch (error) {
    if (process.env[REQUIRED]) throw error;
    return `Chromium does not start: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
}
