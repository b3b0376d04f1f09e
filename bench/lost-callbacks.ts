import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { apiClient } from '../local/demo/api-client.ts';
import type { Herald } from '../local/herald.ts';
import { begin, ended, importPeople, reachable } from './campaign.ts';
import { withHerald } from './with-herald.ts';

const RATE = 80;
const CUSTOMERS = 2_000;
/** How many people write STOP meanwhile. */
const STOPS = 20;
/** In seconds; a quarter of an hour to a day where it is not measured. */
const RECOVER_AFTER = [30, 60, 120, 240];
/** How often the report is compared with the truth, once a second at least. */
const MAX_LOOKS = 300;

/**
 * An outage of the webhooks over a whole run, until the provider has given every callback up: what it takes until the report
 * is the truth, and whether every STOP is kept.
 */
export async function benchLostCallbacks(customers = CUSTOMERS): Promise<void> {
  const options = {
    senderRate: RATE,
    settings: { recoverAfterSeconds: RECOVER_AFTER },
  };
  await withHerald(options, async (herald) => {
    const call = apiClient(herald.url, herald.tenant.api_key);
    const rows = reachable(customers);
    await importPeople(call, rows);
    herald.standIn!.faults.cutWebhooks(true);
    const { id } = await begin(call);
    await ended(call, id);
    for (const { to, from } of herald.standIn!.truth().messages.slice(0, STOPS)) await writeStop(herald, to, from);
    await herald.standIn!.settled();
    const unheard = await totalsOf(call, id);
    console.log(`${customers} people at ${RATE}/s, no webhook answered: the report says ${shown(unheard)}`);

    herald.standIn!.faults.clear();
    const requests = { list: 0, single: 0 };
    const count = (message: unknown) => {
      const { method, url = '' } = (message as { request: IncomingMessage }).request;
      if (method !== 'GET' || !url.includes('/2010-04-01/')) return;
      requests[url.includes('/Messages.json') ? 'list' : 'single'] += 1;
    };
    subscribe('http.server.request.start', count);
    const restored = performance.now();
    const wanted = truthOf(herald);
    let reported = unheard;
    for (let looks = 0; looks < MAX_LOOKS && shown(reported) !== shown(wanted); looks += 1) {
      await herald.stack.runtime.invoke(herald.stack.functionArn('campaign.sweep'), {});
      await sleep(1_000);
      reported = await totalsOf(call, id);
    }
    unsubscribe('http.server.request.start', count);
    const seconds = ((performance.now() - restored) / 1_000).toFixed(0);
    console.log(`${seconds} s after the webhooks are back, it says ${shown(reported)}; the truth is ${shown(wanted)}`);
    console.log(`requests for that: ${requests.list} pages of lists, ${requests.single} single messages`);
  });
}

async function writeStop({ standIn }: Herald, person: string, sender: string): Promise<void> {
  const [from, to] = [person, sender].map((address) => address.replace('whatsapp:', ''));
  const body = JSON.stringify({ writes: { from, to, words: 'STOP' } });
  await fetch(`${standIn!.url}/_stand-in/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
}

type Totals = Readonly<Record<'sent' | 'delivered' | 'read' | 'failed' | 'opted_out', number>>;

async function totalsOf(call: ReturnType<typeof apiClient>, id: string): Promise<Totals> {
  return (await call<{ totals: Totals }>('GET', `/v1/campaigns/${id}/report`)).totals;
}

/** As a report counts: what was not delivered is a failure, and no longer sent. */
function truthOf({ standIn }: Herald): Totals {
  const { sent, delivered, read, failed, undelivered } = standIn!.truth().totals;
  return { sent: sent - undelivered, delivered, read, failed: failed + undelivered, opted_out: STOPS };
}

function shown({ sent, delivered, read, failed, opted_out }: Totals): string {
  return `${sent} sent, ${delivered} delivered, ${read} read, ${failed} failed, ${opted_out} opted out`;
}
