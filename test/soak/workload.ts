import { setTimeout as sleep } from 'node:timers/promises';

import { MAX_PEOPLE, peopleCsv } from '../../local/demo/people.ts';
import type { Random } from '../fault/random.ts';
import type { Answer } from '../support/api.ts';
import type { Keeper } from './keeper.ts';

/** People of one import, who get its campaigns together. */
const BATCH = 40;
const MAX_BATCHES = Math.floor(MAX_PEOPLE / BATCH);
/** So long between two things that are done, in milliseconds. */
const PAUSE = [500, 4_000] as const;

/** The code of a request that a kill cut off, and that may have been carried out. */
const UNKNOWN = 'idempotency.unknown_outcome';

const BUTTONS = [
  { id: 'yes', title: 'Yes, please', type: 'reply', action: { type: 'auto_reply', message: 'We keep one for you.' } },
  { id: 'look', title: 'Have a look', type: 'url', url: 'https://shop.example.com/autumn' },
];

/** What was done, by kind. */
export type Doings = Record<'imports' | 'campaigns' | 'exports' | 'reads' | 'pauses', number>;

/** What a tenant does all day: imports people, sends campaigns, pauses some, exports lists and reads reports. */
export function workload(keeper: Keeper, roll: Random) {
  const doings: Doings = { imports: 0, campaigns: 0, exports: 0, reads: 0, pauses: 0 };
  const campaigns: string[] = [];
  const [, ...people] = peopleCsv(MAX_PEOPLE).trimEnd().split('\n');
  let batches = 0;

  /** @throws Error when status and code of the answer are none of these, which says what was asked for */
  async function ask(
    route: string,
    body: unknown,
    allowed: readonly (number | string)[],
    type?: string,
  ): Promise<Answer> {
    const answer = await keeper.call(route, { ...(body !== undefined && { body }), ...(type && { type }) });
    if (![answer.status, answer.body?.code].some((one) => allowed.includes(one)))
      throw new Error(`${route}: ${answer.status} ${answer.text}`);
    return answer;
  }

  /** The next people of the list, with a tag of their own; from its beginning again, once it ends. */
  async function importPeople(): Promise<void> {
    const from = (batches % MAX_BATCHES) * BATCH;
    const rows = people.slice(from, from + BATCH).map((row) => row.split(','));
    const lines = rows.map(([number, name, language, , consent]) =>
      [number, name, language, `b${batches}`, consent].join(','),
    );
    const text = ['phone_number,name,language,tags,consent', ...lines].join('\n');
    const { status } = await ask('POST /v1/customers/import', text, [200, UNKNOWN], 'text/csv');
    // To import the same people again changes nothing.
    if (status !== 200) return importPeople();
    batches += 1;
    doings.imports += 1;
  }

  async function sendCampaign(): Promise<void> {
    const tags = new Set([roll.below(batches), roll.below(batches)].map((batch) => `b${batch}`));
    const body = {
      ...{ name: `Soak ${campaigns.length}`, message_content: 'Hello {{name | default: "friend"}}!', buttons: BUTTONS },
      target_criteria: { tags_any: [...tags] },
    };
    const id = await createCampaign(body);
    // A run that a kill cut off may have begun before its answer.
    await ask(`POST /v1/campaigns/${id}/execute`, undefined, [202, 409]);
    campaigns.push(id);
    doings.campaigns += 1;
  }

  /** Looks for what a kill cut off, as its answer asks, and makes it anew if it is not there. */
  async function createCampaign(body: { readonly name: string }): Promise<string> {
    const { status, body: made } = await ask('POST /v1/campaigns', body, [200, UNKNOWN]);
    if (status === 200) return made.id;
    const { body: newest } = await ask('GET /v1/campaigns?limit=1', undefined, [200]);
    const [found] = newest.data;
    return found?.name === body.name ? found.id : createCampaign(body);
  }

  async function pauseAndResume(): Promise<void> {
    const id = campaigns.at(-1);
    if (id === undefined) return;
    await ask(`POST /v1/campaigns/${id}/pause`, undefined, [200, 409]);
    await sleep(roll.between(...PAUSE));
    await ask(`POST /v1/campaigns/${id}/resume`, undefined, [202, 409]);
    doings.pauses += 1;
  }

  async function exportList(): Promise<void> {
    const id = campaigns.length > 0 ? roll.pick(campaigns) : undefined;
    const kinds: object[] = [{ kind: 'customers' }, ...(id ? [{ kind: 'messages', filter: { campaign_id: id } }] : [])];
    // Too many at a time are refused.
    await ask('POST /v1/exports', roll.pick(kinds), [202, 409, 429]);
    doings.exports += 1;
  }

  async function readSomething(): Promise<void> {
    const id = campaigns.length > 0 && roll.pick(campaigns);
    const routes = [
      'customers',
      'campaigns',
      'exports',
      ...(id ? [`campaigns/${id}/report`, `campaigns/${id}/interactions`] : []),
    ];
    await ask(`GET /v1/${roll.pick(routes)}`, undefined, [200]);
    doings.reads += 1;
  }

  return {
    doings,
    campaigns,

    /** Does one thing after the other until a time (milliseconds since the epoch). */
    async goOnUntil(end: number): Promise<void> {
      while (batches < 3) await importPeople();
      while (Date.now() < end) {
        await roll.pick([
          sendCampaign,
          sendCampaign,
          importPeople,
          exportList,
          readSomething,
          readSomething,
          pauseAndResume,
        ])();
        await sleep(roll.between(...PAUSE));
      }
    },
  };
}
