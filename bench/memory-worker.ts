/** Runs a Herald, sends a campaign, loads each function that it is given, and tells how much memory that takes. */
import { apiClient } from '../local/demo/api-client.ts';
import { begin, ended, importPeople, reachable } from './campaign.ts';
import { usageOf } from './processes.ts';
import { withHerald } from './with-herald.ts';

const CUSTOMERS = 1_000;

await withHerald({ senderRate: 80, standIn: {} }, async ({ url, tenant, stack }) => {
  const tell = (when: string) => {
    const { sandboxes } = stack.runtime.stats();
    console.log(`${when}: ${usageOf(process.pid).megabytes} MB resident, ${sandboxes} functions loaded`);
  };
  tell('ready');
  const call = apiClient(url, tenant.api_key);
  await importPeople(call, reachable(CUSTOMERS));
  const { id } = await begin(call);
  await ended(call, id);
  tell(`after a campaign to ${CUSTOMERS} people`);
  // An event of nobody's: each refuses it, once it is loaded.
  for (const name of process.argv.slice(2))
    await stack.runtime.invoke(stack.functionArn(name), {}).catch(() => undefined);
  tell('with every function warm (goal ≤ 500 MB)');
});
