import type { Campaign } from '../campaign/campaign.ts';
import { posteriorsOf, tally, type Tally } from './beta.ts';
import { rate } from './button-report.ts';
import type { ButtonInsights, Dimension } from './insight.wire.ts';
import type { Counted } from './rollup.ts';

/** A campaign that has begun, with its counters. */
export interface CountedCampaign {
  readonly campaign: Pick<Campaign, 'id' | 'buttons' | 'media_type'>;
  readonly counted: Counted;
}

/** The taps on buttons that share a value of a property. */
export interface Seen extends Tally {
  /** Ids */
  readonly campaigns: ReadonlySet<string>;
}

/** By value, for one property. A message with two buttons of one type counts twice, since both could be tapped. */
export type Values = ReadonlyMap<string, Seen>;

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
export function valuesBy(campaigns: readonly CountedCampaign[]): Readonly<Record<Dimension, Values>> {
  const seen = campaigns.flatMap(({ campaign: { id, buttons, media_type }, counted: { totals = {} } }) => {
    const seenOf = (taps: string) => ({ ...tally(totals[taps], totals['delivered']), campaigns: new Set([id]) });
    const each = buttons.flatMap((button, place) => {
      const tapped = seenOf(`customers#${button.id}`);
      return [
        { dimension: 'title', value: button.title.trim().toLowerCase(), ...tapped },
        { dimension: 'type', value: button.type, ...tapped },
        { dimension: 'position', value: String(place + 1), ...tapped },
      ] as const;
    });
    return buttons.length > 0
      ? [...each, { dimension: 'media_type', value: media_type, ...seenOf('clicked') } as const]
      : [];
  });
  const by = (dimension: Dimension): Values => {
    const own = seen.filter((group) => group.dimension === dimension && group.trials > 0);
    const groups = Map.groupBy(own, ({ value }) => value);
    return new Map([...groups].map(([value, group]) => [value, combine(group)]));
  };
  return { title: by('title'), type: by('type'), position: by('position'), media_type: by('media_type') };
}

/** Sorted by delivered messages, most first. */
export function showValues(values: Values): ButtonInsights['dimensions'][Dimension] {
  return [...values]
    .sort(
      ([value, { trials }], [otherValue, { trials: otherTrials }]) =>
        otherTrials - trials || value.localeCompare(otherValue),
    )
    .flatMap(([value, { successes, trials, campaigns }]) =>
      posteriorsOf([{ successes, trials }]).map(({ interval }) => ({
        value,
        campaigns: campaigns.size,
        sent: trials,
        clicks: successes,
        rate: rate(successes, trials),
        interval,
      })),
    );
}
