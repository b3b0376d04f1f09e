import type { RunStep } from '../../shared/campaign/campaign-status.ts';
import type { Campaign } from '../../shared/campaign/campaign.ts';
import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import { HeraldError } from '../../shared/platform/errors.ts';
import type { Table } from '../../shared/platform/table-client.ts';
import { sendingSwitchStore } from '../../shared/tenancy/sending-switch.store.ts';
import type { Faults } from './faults.ts';
import type { Functions, Stop } from './functions.ts';
import type { Random } from './random.ts';
import type { Ending, Scheduler } from './scheduler.ts';

/** When a campaign's cancellation was answered, by campaign. */
export type Cancelled = Map<string, number>;

/** A request for a replay, whether or not it was granted. */
export interface Replay {
  readonly campaign_id: string;
  readonly scope: 'failed' | 'unknown';
  readonly at: number;
}

const MINUTE = 60_000;
/** How often the operator checks a campaign once the faults are over, and how many times. */
const LOOK = MINUTE;
const PATIENCE = 60 * MINUTE;
/** The same where rules keep recipients waiting until another day. */
const RULED = { look: 15 * MINUTE, patience: 10 * 24 * 60 * MINUTE };
/** How long after its end a campaign may still get messages back: a refusal by callback is late, or found by the last look for news. */
const REFUSED_WITHIN = 2 * 60 * MINUTE;
const NEWS_WITHIN = 26 * 60 * MINUTE;

/** Who is told that Herald is overloaded asks again, as for any answer that never came. */
function isRefusal(error: unknown): boolean {
  return error instanceof HeraldError && error.kind !== 'unavailable';
}

/** The operators of the campaigns: they start, pause, resume and cancel them at random, and finally make sure that they end. */
export function operators(
  world: Scheduler,
  faults: Faults,
  roll: Random,
  table: Table,
  herald: () => Functions,
  /** Whether rules or an experiment keep recipients waiting, perhaps for days. */
  isSlow: boolean,
) {
  const settles = faults.has('webhooks_down') ? NEWS_WITHIN : faults.has('portfolio_limited') ? REFUSED_WITHIN : 0;
  const isPatient = settles > 0 || isSlow;
  const { look: every, patience } = isPatient ? RULED : { look: LOOK, patience: PATIENCE };
  const cancelled: Cancelled = new Map();
  const abandoned = new Set<string>();
  const replays: Replay[] = [];
  let gaveUp = false;
  let open = 0;

  /** Repeats a request until it is answered, even by a refusal. */
  async function insist(request: () => Promise<Ending<unknown>>): Promise<boolean> {
    for (;;) {
      const ending = await request();
      if (ending.kind === 'done') return true;
      if (ending.kind === 'failed' && isRefusal(ending.error)) return false;
      await world.until(world.now() + roll.between(200, 5_000));
    }
  }

  async function take(step: RunStep | 'pause', campaign: Campaign): Promise<void> {
    world.note(`somebody asks to ${step} ${campaign.id.slice(-4)}`);
    if (step === 'cancel') abandoned.add(campaign.id);
    const took = await insist(() => (step === 'pause' ? herald().pause(campaign) : herald().begin(step, campaign)));
    if (took && step === 'cancel') cancelled.set(campaign.id, world.now());
  }

  async function replay(scope: Replay['scope'], campaign: Campaign): Promise<void> {
    world.note(`somebody asks to replay the ${scope} of ${campaign.id.slice(-4)}`);
    await insist(() => {
      replays.push({ campaign_id: campaign.id, scope, at: world.now() });
      return herald().replay(campaign, scope);
    });
  }

  const look = (campaign: Campaign) => world.quietly(() => campaignStore(table).get(campaign.tenant_id, campaign.id));

  const isWatched = async ({ id }: Campaign) => {
    const active = await world.quietly(() => Array.fromAsync(campaignStore(table).active()));
    return active.some(({ campaign_id }) => campaign_id === id);
  };

  /** Resumes paused campaigns and replays dead letters until they end; dead executions are left to the sweeper. */
  async function seeOff(campaign: Campaign, calmAt: number): Promise<void> {
    for (const until = world.now() + patience; world.now() < until;) {
      const found = await look(campaign);
      if (!found) throw new Error('A campaign is gone.');
      const { status } = found;
      const isDecided = !found.experiment || (found.decision !== undefined && !found.release_pending);
      const isOver = (status === 'completed' && isDecided) || (status === 'cancelled' && !(await isWatched(campaign)));
      if (isOver && world.now() - Math.max(calmAt, Date.parse(found.updated_at)) >= settles) {
        open -= 1;
        return;
      }
      if (isOver) world.note(`${campaign.id.slice(-4)} is over, unless somebody comes back`);
      else if (status === 'draft') await take('execute', campaign);
      else if (found.dead_letters && status === 'paused') await insist(() => herald().replay(campaign, 'dead_letter'));
      else if (status === 'paused') await take('resume', campaign);
      await world.until(world.now() + every);
    }
    world.note(`${campaign.id.slice(-4)} does not end`);
    gaveUp = true;
  }

  return {
    cancelled,
    /** Campaigns whose cancellation was requested, whatever the answer: it may have taken effect. */
    abandoned,
    replays,
    /** Whether a campaign did not end in time. */
    get gaveUp() {
      return gaveUp;
    },

    /** All requests for one campaign. */
    async run(campaign: Campaign, calmAt: number): Promise<void> {
      open += 1;
      await world.until(world.now() + roll.between(0, 5_000));
      await take('execute', campaign);
      const restless = roll.pick([0, 0, 2, 6]);
      const cancels = roll.chance(0.15);
      for (let times = restless; times > 0; times--) {
        await world.until(world.now() + roll.pick([roll.between(0, 3_000), roll.between(0, 60_000)]));
        await take(roll.pick(['pause', 'resume', 'pause', 'resume', 'execute']), campaign);
      }
      if (cancels) {
        await world.until(world.now() + roll.pick([roll.between(0, 3_000), roll.between(0, 120_000)]));
        await take('cancel', campaign);
      }
      if (roll.chance(0.3)) {
        for (let times = roll.pick([1, 1, 2]); times > 0; times--) {
          await world.until(world.now() + roll.pick([roll.between(0, 60_000), roll.between(60_000, 600_000)]));
          await replay(roll.pick(['failed', 'unknown']), campaign);
        }
      }
      await world.until(calmAt);
      await seeOff(campaign, calmAt);
    },

    /** The sweeper's schedule while campaigns are running; less often once the faults are over. */
    async sweep(calmAt: number): Promise<void> {
      while (open > 0) {
        await world.until(world.now() + (world.now() < calmAt + PATIENCE ? MINUTE : every));
        await herald().sweep();
        if (faults.has('webhooks_down')) await herald().sweepCallbacks();
      }
    },

    /** Stops all sending of the installation for a while, in some worlds. */
    async stopAll(stop: Stop, own: Random): Promise<void> {
      if (!own.chance(0.2)) return;
      const sendingSwitch = sendingSwitchStore(table, world);
      await world.until(world.now() + Math.round(own.between(0, 60_000)));
      await world.quietly(() => sendingSwitch.stop());
      stop.since = world.now();
      world.note('all sending is stopped');
      await world.until(world.now() + Math.round(own.between(60_000, 1_200_000)));
      stop.since = undefined;
      await world.quietly(() => sendingSwitch.resume());
      world.note('sending is permitted again');
    },

    /** Restarts all functions now and then until the faults are over. */
    async restart(calmAt: number): Promise<void> {
      while (world.now() < calmAt) {
        await world.until(world.now() + roll.between(1_000, 120_000));
        if (faults.happens('everything_restarted', 0.5)) world.killAll();
      }
    },
  };
}
