import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { placeOf } from '../campaign/placement.ts';
import type { Planned } from '../message/choice.ts';

/** Picks the arm that somebody likeliest answers, by what a later room has learnt. */
export interface Picker {
  /** Whether picks of what its arms begin with are proved better than the overall winner now. */
  isProved(campaign: Campaign): Promise<boolean>;
  /** The arm of each of up to 100 people for whom there is one. @param at when they are sent to, in milliseconds */
  armsFor(campaign: Campaign, people: readonly Planned[], at: number): Promise<ReadonlyMap<string, string>>;
}

/** Settles, once for a campaign, whether it picks: what is not proved as it begins is not used in it. */
export async function settlePicking(
  campaign: Campaign,
  {
    campaigns,
    picker,
  }: { readonly campaigns: Pick<Campaigns, 'setPicking'>; readonly picker: Pick<Picker, 'isProved'> },
): Promise<void> {
  if (!campaign.experiment?.pick || campaign.picking !== undefined) return;
  await campaigns.setPicking(campaign, await picker.isProved(campaign));
}

/** People with the arm that is picked for them. Reads nothing where none are, or for whom chance decides. */
export async function withPicks(
  campaign: Campaign,
  people: readonly Planned[],
  at: number,
  { picker }: { readonly picker: Pick<Picker, 'armsFor'> },
): Promise<readonly Planned[]> {
  if (!campaign.picking) return people;
  const open = people.filter(({ id }) => {
    const { isHeldBack, isTest } = placeOf(campaign, id);
    return !isHeldBack && !isTest;
  });
  if (open.length === 0) return people;
  const picked = await picker.armsFor(campaign, open, at);
  return people.map((person) => ({ ...person, picked: picked.get(person.id) }));
}
