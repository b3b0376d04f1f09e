import * as z from 'zod';

import type { Campaigns } from '../campaign/campaign.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { sha256 } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { compareSource, type ComparePorts } from './compare-rollup.ts';
import { laneOfSource, SOURCES, type Source } from './rollup.ts';
import type { Rollups } from './rollup.store.ts';

/** The schedule's event: none of its fields is used. */
export const check = z.object({});

/** How many campaigns are checked a day, of how many that ended lately and as many that are active. */
const MAX_CHECKED = 20;
const MAX_KNOWN = 500;
/** Of a campaign with an outcome for more people than this, so many of its 17 sources are checked. */
const SMALL = 2_000;
const SAMPLED_SOURCES = 4;
/** How many items of a source are counted at most: a lane of a campaign to 1.6 million people. */
const MAX_ITEMS = 100_000;
/** How long (milliseconds) the roll-up may take to pass a checkpoint; its own alarms tell when it is behind. */
const PATIENCE = 120_000;
/** After so long (milliseconds) no other campaign is begun with, so that the last one ends within the function's time. */
const BEGIN_WITHIN = 360_000;

export interface CheckPorts extends ComparePorts {
  readonly campaigns: Pick<Campaigns, 'endedUntil' | 'active'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly rollups: ComparePorts['rollups'] & Pick<Rollups, 'settledInAll'>;
}

/**
 * Counts some campaigns again, those that ended in the last day and those that are active by turns, and logs what their counters say
 * otherwise. They would if the stream ever broke the order that the roll-up relies on. What changes meanwhile, or is not counted yet, is
 * not judged; nothing is repaired.
 */
export async function checkRollups(_: z.infer<typeof check>, ports: CheckPorts): Promise<void> {
  const { clock, log } = ports;
  const begun = clock.now();
  let count = 0;
  for (const campaign of await sample(begun, ports)) {
    if (clock.now() - begun > BEGIN_WITHIN) break;
    await checkCampaign(campaign, begun, ports);
    count += 1;
  }
  log('counters.checked', { count });
}

type Target = Omit<Source, 'source'>;

/** Others on each day, and each as likely. */
async function sample(now: number, { campaigns }: CheckPorts): Promise<Target[]> {
  const known = new Map<string, Target>();
  for (const { tenant_id, campaign_id } of await campaigns.endedUntil(timestamp(now), MAX_KNOWN))
    known.set(campaign_id, { tenant_id, campaign_id });
  let left = MAX_KNOWN;
  for await (const { tenant_id, campaign_id } of campaigns.active()) {
    known.set(campaign_id, { tenant_id, campaign_id });
    if ((left -= 1) === 0) break;
  }
  return drawn([...known.values()], ({ campaign_id }) => campaign_id, now).slice(0, MAX_CHECKED);
}

/** In an order that the day decides. */
function drawn<Item>(items: readonly Item[], nameOf: (item: Item) => string, now: number): Item[] {
  const day = timestamp(now).slice(0, 10);
  const places = new Map(items.map((item) => [item, sha256(`${day} ${nameOf(item)}`)]));
  return items.toSorted((one, other) => ((places.get(one) ?? '') < (places.get(other) ?? '') ? -1 : 1));
}

async function checkCampaign({ tenant_id, campaign_id }: Target, now: number, ports: CheckPorts): Promise<void> {
  const { log, rollups } = ports;
  const isSmall = (await rollups.settledInAll(tenant_id, campaign_id)) <= SMALL;
  const sources = isSmall
    ? SOURCES
    : drawn(SOURCES, (source) => `${campaign_id} ${source}`, now).slice(0, SAMPLED_SOURCES);
  const bounds = { patience: PATIENCE, max: MAX_ITEMS };
  const compared = await Promise.all(
    sources.map(async (source) => ({
      source,
      comparison: await compareSource({ tenant_id, campaign_id, source }, ports, bounds),
    })),
  );
  for (const { source, comparison } of compared) {
    const which = { tenant_id, campaign_id, lane: laneOfSource(source) };
    if (comparison.state === 'compared') {
      for (const { family, lacking } of comparison.differences)
        log('counters.wrong', { ...which, code: family, count: Object.keys(lacking).length });
    } else log('counters.unchecked', { ...which, code: comparison.state });
  }
}
