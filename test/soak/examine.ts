import { localInstallation } from '../../admin/installation.ts';
import { recountCampaign } from '../../admin/recount-campaign.ts';
import type { Json } from '../support/api.ts';
import { messagesOf } from '../support/campaigns.ts';
import type { Keeper } from './keeper.ts';
import { readTruth, type TrueMessage } from './truth.ts';

/** Statuses of messages that the provider has taken. */
const AT_PROVIDER = ['accepted', 'sent', 'delivered', 'read'];
const REACHED = { delivered: ['delivered', 'read'], read: ['read'] };

/** What is wrong with a campaign. */
export interface Findings {
  /** People without an outcome, or with one that the provider knows nothing of, or knows better. */
  readonly lost: readonly string[];
  readonly duplicates: readonly string[];
  /** The report differs from what the provider has, although it was told all of it. */
  readonly differing: readonly string[];
  /** The ids of campaigns that somebody, or Herald itself, has paused. */
  readonly paused: readonly string[];
  /** Messages whose outcome nobody knows, which the provider does not have. */
  readonly unknown: number;
  /** Messages of which the stand-in gave a callback up while Herald was down, and which Herald has not asked for yet. */
  readonly unheard: number;
}

/** Compares every campaign with the stand-in's own record, message by message, and its report with a recount. */
export async function examineAll(keeper: Keeper, campaigns: readonly string[], folder: string): Promise<Findings> {
  const truth = readTruth(folder);
  const { body: tenant } = await keeper.call('GET /v1/tenant');
  const installation = await localInstallation(folder);
  const lost: string[] = [];
  const duplicates: string[] = [];
  const differing: string[] = [];
  const paused: string[] = [];
  let [unknown, unheard] = [0, 0];
  for (const id of campaigns) {
    const name = `campaign ${id.slice(-6)}`;
    const { body: campaign } = await keeper.call(`GET /v1/campaigns/${id}`);
    const { body: report } = await keeper.call(`GET /v1/campaigns/${id}/report`);
    const messages = await messagesOf(keeper, id);
    const created = new Map((truth.get(id) ?? []).map((message) => [message.customer_id, message]));
    if (campaign.status === 'paused') paused.push(id);
    if (campaign.status !== 'completed') lost.push(`${name} is ${campaign.status}`);
    const { recipients, accepted, failed, skipped, unknown: silent } = report.totals;
    if (recipients !== messages.length || recipients !== accepted + failed + skipped + silent)
      lost.push(`${name}: of ${recipients} recipients ${accepted + failed + skipped + silent} have an outcome`);
    for (const message of messages) {
      const found = created.get(message.customer_id);
      created.delete(message.customer_id);
      lost.push(...faultsOf(message, found).map((what) => `${name}, ${message.customer_id.slice(-6)}: ${what}`));
      if (message.status === 'unknown' && !found) unknown += 1;
      if (found && found.created > 1)
        duplicates.push(`${name}, ${message.customer_id.slice(-6)}: ${found.created} times`);
      if (found?.unheard) unheard += 1;
    }
    for (const customer of created.keys())
      lost.push(`${name}: the provider has a message to ${customer.slice(-6)}, and Herald has not`);
    const all = truth.get(id) ?? [];
    for (const [counter, statuses] of Object.entries(REACHED)) {
      const truly = all.filter((message) => message[counter as 'delivered' | 'read']).length;
      const ledger = messages.filter(({ status }: Json) => statuses.includes(status)).length;
      const excused = all.filter((message) => message.unheard).length;
      if (report.totals[counter] !== ledger)
        differing.push(`${name}: ${report.totals[counter]} ${counter} in the report, ${ledger} in the ledger`);
      if (Math.abs(truly - ledger) > excused) differing.push(`${name}: ${ledger} ${counter}, and truly ${truly}`);
    }
    const { agree } = await recountCampaign(installation, tenant.id, id, { repair: false });
    if (!agree) differing.push(`${name}: a recount disagrees with its report`);
  }
  return { lost, duplicates, differing, paused, unknown, unheard };
}

function faultsOf({ status }: Json, found: TrueMessage | undefined): string[] {
  if (AT_PROVIDER.includes(status)) return found ? [] : [`is ${status}, and the provider has no such message`];
  if (['sending', 'retry'].includes(status)) return [`is still ${status}`];
  if (['unknown', 'skipped'].includes(status) && found) return [`is ${status}, and the provider has it`];
  return [];
}
