import type { Campaign } from '../campaign/campaign.ts';
import type { Button } from '../content/button.ts';
import { isTracked, observedBy, type ObservedBy } from '../content/observed-by.ts';
import { posteriorsOf, tally, type Tally } from './beta.ts';
import { rate } from './button-report.ts';
import type { ButtonInsights, Dimension } from './insight.wire.ts';
import type { Counted } from './rollup.ts';

/** A campaign that has begun, with its counters. */
export interface CountedCampaign {
  readonly campaign: Pick<Campaign, 'id' | 'buttons' | 'media_type'>;
  readonly counted: Counted;
}

/** The taps on buttons that share a value of a property, of those whose taps can be known. */
export interface Seen extends Tally {
  /** Ids */
  readonly campaigns: ReadonlySet<string>;
}

/** By value, for one property. A message with two buttons of one type counts twice, since both could be tapped. */
export type Values = ReadonlyMap<string, Seen>;

/** All delivered buttons that share a value, those whose taps nobody can know among them. */
interface Delivered {
  readonly value: string;
  readonly campaigns: ReadonlySet<string>;
  readonly observed_by: ReadonlySet<ObservedBy>;
  readonly seen: Seen;
}

export const NOTHING: Seen = { successes: 0, trials: 0, campaigns: new Set() };

export function combine(groups: Iterable<Seen>): Seen {
  return [...groups].reduce(
    (total, group) => ({
      successes: total.successes + group.successes,
      trials: total.trials + group.trials,
      campaigns: total.campaigns.union(group.campaigns),
    }),
    NOTHING,
  );
}

/** Leaves out campaigns without buttons and those without a delivered message. */
export function deliveredBy(campaigns: readonly CountedCampaign[]): Readonly<Record<Dimension, readonly Delivered[]>> {
  const all = campaigns.flatMap(({ campaign: { id, buttons, media_type }, counted: { totals = {} } }) => {
    const trials = totals['delivered'] ?? 0;
    if (trials === 0) return [];
    const ids = new Set([id]);
    const deliveredOf = (counter: string, own: readonly Button[]) => {
      const isSeen = own.some((button) => isTracked(observedBy(button), totals[`customers#${button.id}`] ?? 0));
      const seen = isSeen ? { ...tally(totals[counter], trials), campaigns: ids } : NOTHING;
      return { campaigns: ids, observed_by: new Set(own.map(observedBy)), seen };
    };
    const each = buttons.flatMap((button, place) => {
      const delivered = deliveredOf(`customers#${button.id}`, [button]);
      return [
        { dimension: 'title', value: button.title.trim().toLowerCase(), ...delivered },
        { dimension: 'type', value: button.type, ...delivered },
        { dimension: 'position', value: String(place + 1), ...delivered },
      ] as const;
    });
    return buttons.length > 0
      ? [...each, { dimension: 'media_type', value: media_type, ...deliveredOf('clicked', buttons) } as const]
      : [];
  });
  const by = (dimension: Dimension): Delivered[] => {
    const own = all.filter((one) => one.dimension === dimension);
    const groups = Map.groupBy(own, ({ value }) => value);
    return [...groups].map(([value, group]) => ({
      value,
      campaigns: unionOf(group.map((one) => one.campaigns)),
      observed_by: unionOf(group.map((one) => one.observed_by)),
      seen: combine(group.map(({ seen }) => seen)),
    }));
  };
  return { title: by('title'), type: by('type'), position: by('position'), media_type: by('media_type') };
}

function unionOf<Member>(sets: readonly ReadonlySet<Member>[]): ReadonlySet<Member> {
  return new Set(sets.flatMap((one) => [...one]));
}

/** What can be compared: values that were delivered with buttons whose taps can be known, with these alone. */
export function comparable(delivered: readonly Delivered[]): Values {
  return new Map(delivered.filter(({ seen }) => seen.trials > 0).map(({ value, seen }) => [value, seen]));
}

/** Sorted by delivered messages, most first. */
export function showValues(delivered: readonly Delivered[]): ButtonInsights['dimensions'][Dimension] {
  return delivered
    .toSorted((one, other) => other.seen.trials - one.seen.trials || one.value.localeCompare(other.value))
    .flatMap(({ value, campaigns, observed_by, seen: { successes, trials } }) =>
      posteriorsOf([{ successes, trials }]).map(({ interval }) => ({
        value,
        observed_by: [...observed_by].toSorted(),
        campaigns: campaigns.size,
        sent: trials,
        clicks: successes,
        rate: rate(successes, trials),
        interval,
      })),
    );
}
