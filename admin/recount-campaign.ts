import { isDeepStrictEqual } from 'node:util';

import { ofCohort } from '../shared/analytics/experiment/cohort-counters.ts';
import { recount } from '../shared/analytics/recount.ts';
import { repairRollup } from '../shared/analytics/repair-rollup.ts';
import { sum } from '../shared/analytics/rollup.ts';
import { rollupStore } from '../shared/analytics/rollup.store.ts';
import { interactionStore } from '../shared/interaction/interaction.store.ts';
import { messageStore } from '../shared/message/message.store.ts';
import { randomIds } from '../shared/platform/ids.ts';
import { systemClock } from '../shared/platform/system-clock.ts';
import { installedTable } from './sdk-table.ts';
import type { Installation } from './create-tenant.ts';

const CHANGING =
  'The campaign changed while it was counted, so the counters of these parts were left as they are. Pause it or let it end, then repeat the command.';

/**
 * Counts a campaign's ledger again and compares it with the roll-up that its report is read from. With `repair`, the counters
 * are first made to say what the ledger says; that takes a roll-up that runs.
 */
export async function recountCampaign(
  installation: Installation,
  tenant_id: string,
  campaign_id: string,
  { repair }: { readonly repair: boolean },
) {
  const table = installedTable(installation);
  const rollups = rollupStore(table);
  const ledger = { messages: messageStore(table), interactions: interactionStore(table) };
  const ports = { clock: systemClock, ids: randomIds, ledger, rollups };
  const done = repair ? await repairRollup({ tenant_id, campaign_id }, ports) : undefined;
  const counted = await recount(tenant_id, campaign_id, ledger);
  const cohorts = await rollups.cohorts(tenant_id, campaign_id);
  const own = sum(cohorts.map(({ cohort, counters }) => ofCohort(cohort, counters)));
  const rollup = { ...(await rollups.read(tenant_id, campaign_id)), cohorts: own };
  const agree = isDeepStrictEqual(counted, rollup);
  return {
    agree,
    ...(done && { repaired: done.repaired }),
    ...(done && done.changing.length > 0 && { changing: done.changing, advice: CHANGING }),
    ledger: counted,
    rollup,
  };
}
