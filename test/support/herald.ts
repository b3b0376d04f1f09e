import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startHerald, type Herald, type HeraldOptions } from '../../local/herald.ts';
import type { StandIn } from '../../local/twilio/stand-in.ts';
import { ACCOUNTS } from './accounts.ts';
import { refuseDenials } from './denials.ts';
import { reportGrants, watched } from './grant-report.ts';
import { BEHAVIOUR, SEED } from './people.ts';
import type { Served } from './served.ts';

/** Far above the pace of any tenant here, so that none is throttled unless a test says so. */
const PROVIDER_RATE = 1000;

export interface TestHerald extends Served, Pick<Herald, 'stack'> {
  /** Where it keeps everything. */
  readonly dataDirectory: string;
  readonly standIn: StandIn;
  /** The API key of the tenant that a local start serves. */
  readonly demoKey: string;
  /** @throws Error when a call of its functions, routes, schedules or runs was denied */
  close(): Promise<void>;
}

/** A Herald in a temporary folder, on free ports, with little patience. */
export async function startTestHerald(
  options: Pick<HeraldOptions, 'settings' | 'standIn' | 'log'> = {},
): Promise<TestHerald> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'herald-test-'));
  const herald = await startHerald({
    dataDirectory,
    port: 0,
    ...watched(options.log),
    senderRate: PROVIDER_RATE,
    // Campaigns that a test moves by hand have no run behind them, and are not to be revived.
    settings: {
      rollupWindowSeconds: 1,
      sweepPatienceSeconds: 3_600,
      erasureSettlesAfterSeconds: 2,
      predictionSettlesAfterSeconds: 0,
      ...options.settings,
    },
    standIn: {
      accounts: ACCOUNTS.map(({ account_sid, auth_token }) => ({ accountSid: account_sid, authToken: auth_token })),
      seed: SEED,
      behaviour: BEHAVIOUR,
      callbackDelayMs: { min: 0, max: 200 },
      // Each look at a review takes a run two seconds.
      approval: 'instant',
      ...options.standIn,
    },
  });
  const { url, stack, standIn, tenant, installation, close } = herald;
  return {
    url,
    providerUrl: standIn!.url,
    installation: { ...installation, access: stack.operator },
    stack,
    standIn: standIn!,
    demoKey: tenant.api_key,
    dataDirectory,
    async close() {
      reportGrants(stack.grants());
      const { checked, violations, examples } = standIn!.shapes();
      if (checked > 0) console.log(`${violations} of ${checked} requests differ from Twilio's documents`, examples);
      await close();
      await rm(dataDirectory, { recursive: true });
      refuseDenials(stack.denials());
    },
  };
}
