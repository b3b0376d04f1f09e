import { requireNotRecurring, type Campaign, type ReplayScope } from '../campaign/campaign.ts';
import { canTransition, changedSince, wrongStatus, type RunStep } from '../campaign/campaign-status.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { conflict, HeraldError, notFound } from '../platform/errors.ts';
import { actorName, system, type Actor } from '../tenancy/actor.ts';
import type { Run, Runs } from './run.ts';

/** How many run numbers in a row may have been used up by executions that ended before their run began. */
const MAX_NUMBERS = 100;

export interface BeginPorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'begin'>;
  readonly clock: Clock;
  readonly runs: Pick<Runs, 'start'>;
}

/** Which campaign begins a run, and what must still hold when it does. */
export interface RunRequest extends Pick<Campaign, 'tenant_id' | 'id'> {
  /** What a replay sends again. */
  readonly scope?: ReplayScope;
  /** When a schedule fires: the time it was set for. */
  readonly scheduled_at?: string | undefined;
  /** The version, by its `updated_at`, that the campaign must still be of. */
  readonly updated_at?: string | undefined;
  /** The run that the campaign must still be in; otherwise nothing begins. */
  readonly run?: number;
}

/**
 * Begins a campaign's next run. It starts the execution before it writes the campaign, and the execution's first act is
 * the same write: so a crash between the two never leaves a campaign that says "sending" while nothing runs.
 * @throws HeraldError 404; 409 when the campaign's status does not permit the step; 412 when it is of another version
 */
export async function beginRun(
  step: RunStep,
  { tenant_id, id, scope, scheduled_at, updated_at, run: expected }: RunRequest,
  actor: Actor,
  ports: BeginPorts,
): Promise<Campaign> {
  const campaign = await ports.campaigns.get(tenant_id, id);
  if (!campaign) throw notFound('campaign');
  if (expected !== undefined && expected !== campaign.run) return campaign;
  if (step === 'execute' || step === 'fire') requireNotRecurring(campaign);
  if (!canTransition(step, campaign.status)) throw wrongStatus(step, campaign.status);
  if (isOther(campaign, updated_at)) throw changedSince();
  if (step === 'replay' && !campaign.started_at)
    throw conflict('campaign.status', 'The campaign never began, so there is nothing to send again.');
  const next = { tenant_id, campaign_id: id, run: campaign.run + 1, step, scope, scheduled_at, updated_at };
  const wasEverRun = campaign.run > 0 || step !== 'cancel';
  const run = wasEverRun ? await startExecution(next, ports.runs) : next;
  return enterRun(run, campaign, actor, ports);
}

/** As `beginRun`, for what nobody has asked for just now. @returns whether it began: false when others moved the campaign first */
export async function tryBeginRun(...given: Parameters<typeof beginRun>): Promise<boolean> {
  try {
    await beginRun(...given);
    return true;
  } catch (error) {
    if (error instanceof HeraldError && error.code === 'campaign.status') return false;
    throw error;
  }
}

/** The first act of a run's execution: begins the run unless the request that started it already did. */
export async function ensureRunBegun(
  run: Run,
  ports: Pick<BeginPorts, 'campaigns' | 'clock'>,
): Promise<Campaign | undefined> {
  const campaign = await ports.campaigns.get(run.tenant_id, run.campaign_id);
  const isBegun = !campaign || campaign.run >= run.run || !canTransition(run.step, campaign.status);
  // Whoever asked for it had seen another version.
  return isBegun || isOther(campaign, run.updated_at) ? campaign : enterRun(run, campaign, system('run'), ports);
}

function isOther({ updated_at }: Campaign, version: Run['updated_at']): boolean {
  return version != null && version !== updated_at;
}

/** A run number is used up when its execution ended before the run began, for example because a pause came first. */
async function startExecution(run: Run, runs: BeginPorts['runs']): Promise<Run> {
  for (let number = run.run; number < run.run + MAX_NUMBERS; number += 1) {
    const next = { ...run, run: number };
    if ((await runs.start(next)) !== 'finished') return next;
  }
  throw new Error(`The executions of ${MAX_NUMBERS} runs ended before their run began.`);
}

/** The only place where a campaign enters a run. */
function enterRun(
  { run, step, scope, scheduled_at, updated_at }: Run,
  campaign: Campaign,
  actor: Actor,
  { campaigns, clock }: Pick<BeginPorts, 'campaigns' | 'clock'>,
): Promise<Campaign> {
  const target = { ...campaign, ...(scheduled_at && { scheduled_at }) };
  const change = { now: timestamp(clock.now()), by: actorName(actor) };
  return campaigns.begin(step, target, run, change, { scope: scope ?? undefined, updated_at: updated_at ?? undefined });
}
