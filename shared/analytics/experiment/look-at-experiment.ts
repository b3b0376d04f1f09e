import { armsOf, type Arm } from '../../campaign/arms.ts';
import type { Campaign } from '../../campaign/campaign.ts';
import type { Campaigns } from '../../campaign/campaign.store.ts';
import { closesAt, decidesAt } from '../../campaign/cohort.ts';
import type { Decision } from '../../campaign/decision.ts';
import type { Experiment } from '../../campaign/experiment.ts';
import { hasWaiting } from '../../campaign/placement.ts';
import type { Customers } from '../../customer/customer.store.ts';
import { timestamp, type Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { LaneState, Lanes } from '../../run/lane.store.ts';
import type { Rollups } from '../rollup.store.ts';
import { armCountsOf, cohortsOf } from './arm-counts.ts';
import { comparisonsOf } from './comparisons.ts';
import { conclude, look, lookWhilePlanned, type ArmCounts, type Finding } from './decide.ts';
import { isPlanned } from './is-planned.ts';
import { releaseRest, type ReleasePorts } from './release-rest.ts';
import { restInWords, sentencesOf, worseInWords } from './words.ts';

export interface ExperimentPorts extends ReleasePorts {
  readonly campaigns: ReleasePorts['campaigns'] & Pick<Campaigns, 'decide' | 'keepWorseArms'>;
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'lanePage'>;
  readonly lanes: Pick<Lanes, 'assignment'>;
  readonly log: Log;
  readonly rollups: Pick<Rollups, 'cohorts' | 'settledInAll'>;
}

/**
 * Looks at an experiment, decides it when a look is sure enough or its set time has come, and releases the rest. A decision is
 * written once, and never again; whoever dies in between is carried on by the next look.
 * @returns whether there is still something to look at
 */
export async function lookAtExperiment(campaign: Campaign, ports: ExperimentPorts): Promise<boolean> {
  const { experiment, started_at, status, decision, release_pending } = campaign;
  const arms = armsOf(campaign);
  if (!experiment || !started_at || arms.length === 0 || status === 'cancelled') return false;
  if (!decision) {
    const decided = await decisionOn({ campaign, experiment, started_at, arms }, ports);
    if (!decided) return true;
    const { tenant_id, id: campaign_id } = campaign;
    if (await ports.campaigns.decide(campaign, decided))
      ports.log('experiment.decided', { tenant_id, campaign_id, code: decided.by });
  }
  if (!decision || release_pending) await releaseRest(campaign, ports);
  return false;
}

interface Terms {
  readonly campaign: Campaign;
  readonly experiment: Experiment;
  readonly started_at: string;
  readonly arms: readonly Arm[];
}

/** @returns undefined while it is open */
async function decisionOn(terms: Terms, ports: ExperimentPorts): Promise<Decision | undefined> {
  const { campaign, experiment, started_at, arms } = terms;
  const { tenant_id, id } = campaign;
  const now = ports.clock.now();
  const isLate = decidesAt(experiment, started_at) <= now;
  const { states, assigned } = await ports.lanes.assignment(tenant_id, id);
  // How many people each arm was given is fixed before anybody looks: until then, looks would depend on it.
  const isFixed = isLate || (await isPlanned(campaign, states, ports.customers));
  const cohorts = cohortsOf(await ports.rollups.cohorts(tenant_id, id), arms);
  const isOver = cohorts.every(({ begin }) => closesAt(begin, experiment) <= now);
  const counts = armCountsOf(cohorts, { arms, assigned, window: experiment, now });
  const isSetTime = isLate || (isFixed && isOver && (await isTestSettled(campaign, states, ports)));
  const finding = isSetTime ? conclude(counts) : isFixed ? look(counts) : lookWhilePlanned(counts);
  if (!isSetTime) await keepWorse(terms, finding, ports);
  const isFound = finding.kind === 'skewed' || (finding.kind === 'compared' && finding.winner !== undefined);
  return isSetTime || isFound ? decided(terms, { finding, counts, isSetTime, now }) : undefined;
}

/** A look says at any moment which arms are worse: what it has said of one is kept, and told once. */
async function keepWorse(
  { campaign, experiment, arms }: Terms,
  finding: Finding,
  { campaigns, clock, log }: ExperimentPorts,
) {
  if (finding.kind !== 'compared') return;
  const { tenant_id, id: campaign_id, worse_arms = [] } = campaign;
  const variants = arms.map(({ variant }) => variant);
  const known = new Set(worse_arms.map(({ variant }) => variant));
  const found = finding.results.flatMap((result) => {
    const variant = variants[result.arm] ?? '';
    if (result.proved !== 'worse' || known.has(variant)) return [];
    return [{ variant, at: timestamp(clock.now()), words: worseInWords(result, variants, experiment.metric) }];
  });
  if (found.length > 0 && (await campaigns.keepWorseArms(campaign, [...worse_arms, ...found])))
    log('experiment.arm_worse', { tenant_id, campaign_id, count: found.length });
}

function decided(
  { campaign, experiment, arms }: Terms,
  { finding, counts, isSetTime, now }: { finding: Finding; counts: ArmCounts; isSetTime: boolean; now: number },
): Decision {
  const variants = arms.map(({ variant }) => variant);
  const winner = finding.kind === 'compared' && finding.winner !== undefined ? variants[finding.winner] : undefined;
  const { metric, no_winner } = experiment;
  const made = {
    at: timestamp(now),
    by: finding.kind === 'skewed' ? ('sample_ratio' as const) : isSetTime ? ('set_time' as const) : ('look' as const),
    ...(winner !== undefined && { winner }),
    rest: winner ?? (no_winner === 'control' ? (variants[0] ?? '') : no_winner),
    comparisons: comparisonsOf(finding, variants),
    counts: counts.closed.map(({ successes, trials }, arm) => {
      return { variant: variants[arm] ?? '', did: successes, tried: trials };
    }),
  };
  const verdict = sentencesOf(finding, counts, variants, { metric, isSetTime });
  return { ...made, verdict: verdict + restInWords({ ...made, verdict }, hasWaiting(campaign)) };
}

/** Whether everybody but those who wait has an outcome. */
async function isTestSettled(
  { tenant_id, id }: Campaign,
  states: ReadonlyMap<number, LaneState>,
  { rollups }: ExperimentPorts,
): Promise<boolean> {
  const due = [...states.values()].reduce((sum, { planned, waiting = 0 }) => sum + planned - waiting, 0);
  return (await rollups.settledInAll(tenant_id, id)) >= due;
}
