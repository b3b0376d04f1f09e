import { FUNCTIONS } from '../lib/functions.ts';
import { apiClient } from '../local/demo/api-client.ts';
import { begin, ended, importPeople, reachable } from './campaign.ts';
import { usageOf } from './processes.ts';
import { withHerald } from './with-herald.ts';

const CUSTOMERS = 1_000;
/** What puts the console into its bucket is called by CloudFormation alone. */
const LOCAL = FUNCTIONS.filter(({ id }) => id !== 'console.publish');

/** The memory of Herald, its stand-in and the embedded DynamoDB: at first, after a campaign, and with every function loaded. */
export async function benchMemory(customers = CUSTOMERS): Promise<void> {
  await withHerald({ senderRate: 80, standIn: {} }, async ({ url, tenant, stack }) => {
    const tell = (when: string) => {
      const { sandboxes } = stack.runtime.stats();
      console.log(`${when}: ${usageOf(process.pid).megabytes} MB resident, ${sandboxes} functions loaded`);
    };
    tell('ready');
    const call = apiClient(url, tenant.api_key);
    await importPeople(call, reachable(customers));
    const { id } = await begin(call);
    await ended(call, id);
    tell(`after a campaign to ${customers} people`);
    // An event of nobody's: each refuses it, once it is loaded.
    for (const { id: name } of LOCAL) await stack.runtime.invoke(stack.functionArn(name), {}).catch(() => undefined);
    tell('with every function warm (goal ≤ 500 MB)');
  });
}
