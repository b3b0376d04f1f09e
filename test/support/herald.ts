import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startHerald, type Herald, type HeraldOptions } from '../../local/herald.ts';
import type { CloudAssembly } from '../../local/aws/template/cloud-assembly.ts';
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

export interface TestHeraldOptions extends Pick<HeraldOptions, 'settings' | 'standIn' | 'log'> {
  /** When the sweeper runs: each minute, or only when a test calls it, so that none comes between two steps of the test. */
  readonly sweeps?: 'each minute' | 'by hand';
}

/** A Herald in a temporary folder, on free ports, with little patience. */
export async function startTestHerald({
  sweeps = 'each minute',
  ...options
}: TestHeraldOptions = {}): Promise<TestHerald> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'herald-test-'));
  const { alter, ...watching } = watched(options.log);
  const herald = await startHerald({
    dataDirectory,
    port: 0,
    ...watching,
    alter(assembly) {
      alter?.(assembly);
      if (sweeps === 'by hand') unscheduleSweeps(assembly);
    },
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

/** Takes the schedule away that calls the sweeper. @throws Error where there is none */
function unscheduleSweeps({ templates }: CloudAssembly): void {
  for (const { Resources = {} } of Object.values(templates))
    for (const [id, { Type, Properties = {} }] of Object.entries(Resources)) {
      if (Type !== 'AWS::Scheduler::Schedule') continue;
      const { Arn } = Properties['Target'] as { readonly Arn: { readonly 'Fn::GetAtt': readonly [string, string] } };
      const [called] = Arn['Fn::GetAtt'];
      if (Resources[called]?.Properties?.['Description'] !== 'campaign.sweep') continue;
      Reflect.deleteProperty(Resources, id);
      return;
    }
  throw new Error('No schedule calls the sweeper.');
}
