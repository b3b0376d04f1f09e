import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { laneName, LANES } from '../../../shared/platform/lanes.ts';
import type { Family } from '../../../shared/analytics/rollup.ts';
import { BUTTONS } from '../builders.ts';
import type { World } from '../world.ts';

const TOTALS = {
  ...{ recipients: 100, accepted: 95, sent: 95, delivered: 93, read: 80, clicked: 20, 'customers#yes': 20, replied: 4 },
  ...{ failed: 3, 'failed#63016': 2, 'failed#63024': 1, skipped: 2, 'skipped#opted_out': 1, 'skipped#not_opted_in': 1 },
};
/** Three buttons, each with taps after twenty times of response. */
const TAPS = Object.fromEntries(
  BUTTONS.flatMap(({ id }) => [
    [`clicks#${id}`, 20],
    ...Array.from({ length: 20 }, (_, bucket) => [`response#${id}#${bucket + 10}`, 1] as const),
  ]),
);
const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
const HOURS = Object.fromEntries(hours.map((hour) => [`clicks#${hour}`, 2]));
const WEEKDAYS = Object.fromEntries(hours.map((hour) => [`0#${hour}`, 2]));

/** All the rows of counters that a campaign of some thousand messages has: one for each lane, and three of its taps. */
export async function counted({ tenant_id, ports }: World, { id: campaign_id }: Campaign): Promise<void> {
  const add = (family: Family, source: string, adds: Readonly<Record<string, number>>) =>
    ports.rollups.add({ tenant_id, campaign_id, family, source }, [{ sequence: '1'.padStart(40, '0'), adds }]);
  await Promise.all([
    ...Array.from({ length: LANES }, (_, lane) => add('totals', laneName(lane), TOTALS)),
    add('buttons', 'campaign', TAPS),
    add('hours', 'campaign', HOURS),
    add('weekdays', 'campaign', WEEKDAYS),
  ]);
}
