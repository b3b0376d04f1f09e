import { contentsOf, type CampaignContent, type WithContents } from './contents.ts';

export const MAX_ARMS = 8;

/** One arm of an experiment: what some people get instead of the control. */
export interface Arm {
  readonly variant: string;
  readonly weight: number;
  /** Its part of all people who take part. */
  readonly share: number;
  /** In one or several languages. */
  readonly contents: readonly CampaignContent[];
}

/** The arms of a campaign's experiment, the control first; none when it has no experiment. */
export function armsOf(campaign: WithContents & { readonly picking?: boolean | undefined }): readonly Arm[] {
  if (!campaign.experiment) return [];
  const contents = contentsOf(campaign);
  const groups = Map.groupBy(
    contents.filter(({ arm }) => arm),
    ({ arm }) => arm?.variant ?? '',
  );
  // What a pick leaves to chance is spread evenly.
  const weights = [...groups.values()].map(([first]) => (campaign.picking ? 1 : (first?.arm?.weight ?? 0)));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const arms = [...groups].map(([variant, own], n) => {
    const weight = weights[n] ?? 0;
    return { variant, weight, share: weight / all, contents: own };
  });
  return arms.length > 1 ? arms : [];
}
