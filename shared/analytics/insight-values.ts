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

/** What was seen of the buttons that have a property in common. */
export interface Seen extends Tally {
  /** Ids */
  readonly campaigns: ReadonlySet<string>;
}

/** By value, for one property. A message with two buttons of one type counts twice for it, as both could be tapped. */
export type Values = ReadonlyMap<string, Seen>;

export const NOTHING: Seen = { successes: 0, trials: 0, campaigns: new Set() };

export function together(all: Iterable<Seen>): Seen {
  return [...all].reduce(
    (one, other) => ({
      successes: one.successes + other.successes,
      trials: one.trials + other.trials,
      campaigns: one.campaigns.union(other.campaigns),
    }),
    NOTHING,
  );
}

/** Campaigns without buttons, or of which nothing was delivered, say nothing of buttons. */
export function valuesBy(all: readonly CountedCampaign[]): Readonly<Record<Dimension, Values>> {
  const seen = all.flatMap(({ campaign: { id, buttons, media_type }, counted: { totals = {} } }) => {
    const of = (taps: string) => ({ ...tally(totals[taps], totals['delivered']), campaigns: new Set([id]) });
    const each = buttons.flatMap((button, place) => {
      const tapped = of(`customers#${button.id}`);
      return [
        { dimension: 'title', value: button.title.trim().toLowerCase(), ...tapped },
        { dimension: 'type', value: button.type, ...tapped },
        { dimension: 'position', value: String(place + 1), ...tapped },
      ] as const;
    });
    return buttons.length > 0
      ? [...each, { dimension: 'media_type', value: media_type, ...of('clicked') } as const]
      : [];
  });
  const by = (dimension: Dimension): Values => {
    const own = seen.filter((one) => one.dimension === dimension && one.trials > 0);
    const groups = Map.groupBy(own, ({ value }) => value);
    return new Map([...groups].map(([value, group]) => [value, together(group)]));
  };
  return { title: by('title'), type: by('type'), position: by('position'), media_type: by('media_type') };
}

/** The most delivered first. */
export function showValues(values: Values): ButtonInsights['dimensions'][Dimension] {
  return [...values]
    .sort(([one, { trials }], [other, { trials: more }]) => more - trials || one.localeCompare(other))
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
