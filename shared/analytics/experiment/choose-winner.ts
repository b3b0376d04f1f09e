import { armsOf } from '../../campaign/arms.ts';
import type { Campaign } from '../../campaign/campaign.ts';
import { DECIDABLE, type CampaignStatus } from '../../campaign/campaign-status.ts';
import type { Campaigns } from '../../campaign/campaign.store.ts';
import { timestamp, type Clock } from '../../platform/clock.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { releaseRest, type ReleasePorts } from './release-rest.ts';
import { named } from './words.ts';

export interface ChoicePorts extends ReleasePorts {
  readonly campaigns: ReleasePorts['campaigns'] & Pick<Campaigns, 'decide'>;
  readonly clock: Clock;
}

/** The winner as it was asked for: by its variant, or by the key of one of its contents. */
export interface Choice {
  readonly variant?: string | undefined;
  readonly content_key?: string | undefined;
}

/**
 * Lets a person decide an experiment: the rest gets what they choose, and nothing is called proved.
 * @throws HeraldError 404; 400 for a variant that the campaign does not have; 409 when it has no experiment, has not begun, has
 *   been cancelled, or is decided
 */
export async function chooseWinner(
  tenant_id: string,
  id: string,
  { variant, content_key }: Choice,
  ports: ChoicePorts,
): Promise<Campaign> {
  const campaign = await ports.campaigns.get(tenant_id, id);
  if (!campaign) throw notFound('campaign');
  const arms = armsOf(campaign);
  if (arms.length === 0) throw conflict('experiment.none', NONE);
  const chosen = arms.find((arm) => arm.variant === variant || arm.contents.some(({ key }) => key === content_key));
  if (!chosen) {
    const path = variant === undefined ? 'content_key' : 'variant';
    const known = arms.flatMap(({ contents, variant: own }) =>
      path === 'variant' ? [own] : contents.map(({ key }) => key),
    );
    const message = `is none of the experiment's arms; it has ${known.join(', ')}`;
    throw invalid([{ path, code: 'not_found', message }]);
  }
  if (!(DECIDABLE as readonly CampaignStatus[]).includes(campaign.status))
    throw conflict('campaign.status', `The campaign is ${campaign.status}; to choose a winner, it must have begun.`);
  const winner = chosen.variant;
  const verdict = `A person chose ${named(winner)}. Nothing is proved by that.`;
  const decision = {
    at: timestamp(ports.clock.now()),
    by: 'person' as const,
    winner,
    rest: winner,
    counts: [],
    verdict,
  };
  const isOurs = !campaign.decision && (await ports.campaigns.decide(campaign, decision));
  if (!isOurs) throw conflict('experiment.decided', DECIDED);
  await releaseRest(campaign, ports);
  const decided = await ports.campaigns.get(tenant_id, id);
  if (!decided) throw notFound('campaign');
  return decided;
}

const NONE = 'The campaign has no experiment: none of its contents is an arm. There is nothing to choose from.';
const DECIDED = 'The experiment is decided already, and a decision stays. Its report says how.';
