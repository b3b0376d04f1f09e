import { actsOf, ORDINARY_HABITS } from '../../local/twilio/habits.ts';
import { fraction, person } from '../../local/twilio/customers.ts';
import { tasteOf, withTaste, type Tastes } from '../../local/twilio/taste.ts';
import { armsOf } from '../../shared/campaign/arms.ts';
import type { Campaign } from '../../shared/campaign/campaign.ts';
import { drawArm, placeOf } from '../../shared/campaign/placement.ts';
import { openHours } from '../../shared/campaign/send-time.ts';
import { tracedMessage, type TracedMessage } from '../../shared/message/message.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import { LANES } from '../../shared/platform/lanes.ts';
import { courseOf } from '../../shared/prediction/course.ts';
import { ownTimeOf } from '../../shared/prediction/own-time.ts';
import { stepOf } from '../../shared/prediction/past.ts';
import { MAX_CAMPAIGNS } from '../../shared/prediction/plan-training.ts';
import type { Learnt, Tallies } from '../../shared/prediction/prediction.store.ts';
import { timeProfileOf } from '../../shared/prediction/time-cell.ts';
import { rankBlocks } from '../../shared/prediction/time-model.ts';
import type { TrainPorts } from '../../shared/prediction/train.ts';
import { hourFor } from '../../shared/run/send-times.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.parse('2026-06-01T06:00:00.000Z');
const SEED = 2026;
/** Everybody gets their messages, so that who fails, which is easily foretold, is no skill here. */
const BEHAVIOUR = { failed: 0, undelivered: 0, blocked: 0, read: 0.7, disorder: 0, duplicate: 0 };
const ZONES = ['Europe/Paris', 'America/New_York', 'Asia/Kolkata'];
/** How large items are on average, in bytes (docs/access-patterns.md); an eventually consistent unit reads 8,192 of them. */
const BYTES = { message: 450, customer: 400 };
const UNIT = 8_192;

const BUTTONS = [
  { id: 'order', title: 'Order', type: 'reply' as const },
  { id: 'shop', title: 'Shop', type: 'url' as const, url: 'https://shop.example' },
  { id: 'call', title: 'Call us', type: 'call' as const, phone_number: '+14155550123' },
];
const ACTIONS = { order: 'QUICK_REPLY', shop: 'URL', call: 'PHONE_NUMBER' } as const;
const TAPS = { reply: 'order', url: 'shop', call: 'call' } as const;

/** Of an experiment: a variant for each kind of button, compared by who buys. */
const EXPERIMENT = {
  ...{ buttons: BUTTONS.slice(0, 1), weight: 1 },
  contents: BUTTONS.slice(1).map((button) => ({ key: button.id, weight: 1, buttons: [button] })),
  experiment: {
    ...{ metric: 'converted' as const, window_hours: 24, test_share: 1, no_winner: 'control' as const },
    pick: 'predicted' as const,
  },
};

/** When campaign number n began: every five days, at another hour each time. */
export function beganAt(n: number): number {
  return BEGIN + 5 * n * DAY + ((7 * n) % 12) * HOUR;
}

/** People of the stand-in, and campaigns that were sent to all of them, made up as they are read. */
export function peopleOf({ people, tastes }: { readonly people: number; readonly tastes: Tastes }) {
  const spent = { units: 0, making: 0, writes: 0 };
  let campaigns: Campaign[] = [];
  let learnt: Learnt | undefined;
  let kept: Tallies[] = [];
  const perLane = Math.ceil(people / LANES);
  /** By campaign and customer: when their hour began. */
  const hours = new Map<string, number>();

  /** When somebody's hour of a campaign with `send_time` began, by the code that plans. */
  function hourOf(campaign: Campaign, id: string): number {
    const key = `${campaign.id} ${id}`;
    const known = hours.get(key);
    if (known !== undefined) return known;
    const began = beganAt(Number(campaign.name));
    const open = openHours(began, zoneOf(id), campaign.timing_terms?.hours);
    const hour = hourFor(campaign.id, id, open, campaign.timing ? rankingOf(campaign, id) : undefined)?.at ?? began;
    hours.set(key, hour);
    return hour;
  }

  function rankingOf(campaign: Campaign, id: string): number[] | undefined {
    const model = learnt?.times;
    if (!model || model.training !== campaign.timing_terms?.model) throw new Error('Its hours are told too late.');
    const before = campaigns.slice(0, Number(campaign.name)).slice(-MAX_CAMPAIGNS);
    const steps = before.map((one) => stepOf(courseOf(one), tracedMessage.parse(sent(one, id)), zoneOf(id)));
    return rankBlocks(model, timeProfileOf(ownTimeOf(steps, zoneOf(id), beganAt(Number(campaign.name)))));
  }

  const all = () => Array.from({ length: LANES * perLane }, (_, n) => idOf(n % LANES, Math.floor(n / LANES)));

  function made<Result>(make: () => Result): Result {
    const started = performance.now();
    const result = make();
    spent.making += performance.now() - started;
    return result;
  }

  function sent(campaign: Campaign, id: string): object {
    const n = Number(campaign.name);
    const arms = armsOf(campaign);
    const shares = arms.map(({ share }) => share);
    // Whoever gets what is picked for them is in no count, and is left out here.
    if (campaign.picking && !placeOf(campaign, id).isTest) return { customer_id: id, status: 'skipped' };
    const arm = arms[drawArm(campaign.id, id, shares)];
    const [button] = arm?.contents[0]?.content.buttons ?? campaign.buttons;
    const part = arm && { phase: 'test', arm: arm.variant, content_key: arm.variant, propensity: arm.share };
    const begin = campaign.send_time ? hourOf(campaign, id) : beganAt(n);
    const tried = begin + Math.floor(HOUR * fraction(`${id} slot ${n}`));
    const times = { tried_at: timestamp(tried), delivered_at: timestamp(tried + 1_000) };
    const isRead = fraction(`${SEED} ${id} reads ${n}`) < BEHAVIOUR.read;
    const given = { customer_id: id, status: isRead ? 'read' : 'delivered', ...part, ...times };
    if (!isRead || !button) return given;
    const hour = new Date(tried).getUTCHours();
    const habits = tastes === 'own' ? withTaste(ORDINARY_HABITS, tasteOf(SEED, id), hour) : ORDINARY_HABITS;
    const actor = { seed: SEED, number: id, habits, occasion: String(n) };
    const action = { ...button, type: ACTIONS[button.id as keyof typeof ACTIONS] };
    const acts = actsOf(actor, person(SEED, id, BEHAVIOUR), [action]);
    const tap = acts.find(({ kind }) => kind in TAPS);
    const read_at = timestamp(tried + 5 * 60_000);
    const bought = acts.some(({ kind }) => kind === 'order') && { did_at: timestamp(tried + 20 * 60_000) };
    return tap
      ? { ...given, ...bought, read_at, first_click_at: timestamp(tried + 10 * 60_000), clicked_buttons: [button.id] }
      : { ...given, ...bought, read_at };
  }

  const ports: TrainPorts = {
    settlesAfter: 25 * HOUR,
    campaigns: {
      page: async () => ({ items: campaigns.toReversed(), last: undefined }),
      get: async (_, id) => campaigns.find((one) => one.id === id),
    },
    rollups: {
      totalsOfAll: async (_, ids) =>
        new Map(
          ids.map((id) => [id, { recipients: people, delivered: people, read: 0.7 * people, clicked: 0.1 * people }]),
        ),
    },
    customers: {
      async zonesPage(_, lane, { limit, afterId }) {
        const from = afterId === undefined ? 0 : Number(afterId.slice(-8)) + 1;
        const items = made(() =>
          Array.from({ length: Math.max(0, Math.min(limit, perLane - from)) }, (_, n) => {
            const id = idOf(lane, from + n);
            return { id, timezone: zoneOf(id) };
          }),
        );
        spent.units += Math.max(0.5, Math.ceil((items.length * BYTES.customer) / UNIT));
        return { items, last: from + items.length < perLane ? items.at(-1)?.id : undefined };
      },
    },
    messages: {
      async tracedBetween(_, campaign_id, lane, [first, last]): Promise<TracedMessage[]> {
        const campaign = campaigns.find(({ id }) => id === campaign_id);
        const [from, to] = [Number(first.slice(-8)), Number(last.slice(-8))];
        const items = made(() =>
          Array.from({ length: campaign ? to - from + 1 : 0 }, (_, n) => sent(campaign!, idOf(lane, from + n))),
        );
        spent.units += Math.max(0.5, Math.ceil((items.length * BYTES.message) / UNIT));
        return items.map((item) => tracedMessage.parse(item));
      },
    },
    predictions: {
      get: async () => learnt,
      async replace(_, __, found) {
        learnt = found;
        spent.writes += 10;
        return true;
      },
      async addTallies(_, __, ___, tallies) {
        kept.push(tallies);
        // Of each cell some ten bytes; a unit writes a kilobyte.
        spent.writes += [...tallies.values()].reduce((sum, { size }) => sum + size / 100, 1);
      },
      async *tallies() {
        yield* kept;
      },
      async forgetTallies() {
        spent.writes += kept.length;
        kept = [];
      },
    },
  };
  return {
    ports,
    spent,
    learnt: () => learnt,
    /** Sends so many campaigns more, each with one button: of the three kinds in turn. */
    send(count: number): void {
      const first = campaigns.length;
      const more = Array.from({ length: count }, (_, n) => campaignOf(first + n));
      campaigns = [...campaigns, ...more];
    },
    /** Sends a campaign of which each person gets their best hour, an hour by chance, or the start. */
    time(): void {
      const n = campaigns.length;
      const model = learnt?.times?.status === 'in_use' ? learnt.times.training : undefined;
      const timed = { send_time: 'best' as const, timing: model !== undefined, timing_terms: model ? { model } : {} };
      campaigns = [...campaigns, { ...campaignOf(n), ...timed, completed_at: timestamp(beganAt(n) + DAY) }];
      const last = campaigns.at(-1);
      if (last && model) for (const id of all()) hourOf(last, id);
    },
    /** Sends an experiment, of which the variants begin with buttons of the three kinds. @param picking whether it picks */
    test(picking = false): void {
      campaigns = [...campaigns, { ...campaignOf(campaigns.length), ...EXPERIMENT, picking }];
    },
  };
}

function zoneOf(id: string): string {
  return ZONES[Math.floor(ZONES.length * fraction(`${id} zone`))] ?? 'UTC';
}

function idOf(lane: number, place: number): string {
  return `cus_${String(lane).padStart(18, '0')}${String(place).padStart(8, '0')}`;
}

function campaignOf(n: number): Campaign {
  const button = BUTTONS[n % BUTTONS.length];
  const [started_at, completed_at] = [timestamp(beganAt(n)), timestamp(beganAt(n) + HOUR)];
  return {
    ...{
      id: `cmp_${String(n).padStart(26, '0')}`,
      tenant_id: `ten_${'0'.repeat(26)}`,
      sender_id: `snd_${'0'.repeat(26)}`,
    },
    ...{
      name: String(n),
      message_content: 'News!',
      media_type: 'text',
      language: 'en',
      buttons: button ? [button] : [],
      contents: [],
    },
    ...{ category: 'marketing', send_as: 'template', target_criteria: { all: true }, attribution_window_hours: 72 },
    ...{ status: 'completed', run: 1, created_at: started_at, updated_at: completed_at, started_at, completed_at },
  };
}
