import { holm } from './experiment/holm.ts';
import { adviceOn, chanceOfSides, ranked, sidesOf } from './insight-advice.ts';
import { bestHours } from './insight-hours.ts';
import { comparable, deliveredBy, showValues, type CountedCampaign } from './insight-values.ts';
import { DIMENSIONS, type ButtonInsights } from './insight.wire.ts';

/** What all comparisons together are held against. */
const ERROR = 0.05;

const NOTE =
  'Observed, not an experiment: these were seen together and are not proven cause. Campaigns differ in audience, offer and time as well. The chances are corrected for how many values were compared. To find out what works, give a campaign an experiment.';

/** What a tenant's campaigns show about buttons. @param truncated whether campaigns were left out */
export function insightsOf(campaigns: readonly CountedCampaign[], truncated: boolean): ButtonInsights {
  const delivered = deliveredBy(campaigns);
  const asked = DIMENSIONS.map((dimension) => ({ dimension, ...sidesOf(comparable(delivered[dimension])) }));
  const compared = asked.flatMap(({ enough }) => enough);
  const steps = holm(compared.map(chanceOfSides), ERROR);
  const chances = new Map(compared.map((side, n) => [side, steps[n]?.adjusted ?? 1]));
  const found = asked.map(({ dimension, sides, enough }) => {
    const weighed = enough.map((side) => ({ ...side, chance: chances.get(side) ?? 1 }));
    return adviceOn(dimension, sides, weighed);
  });
  return {
    campaigns_considered: campaigns.length,
    truncated,
    note: NOTE,
    dimensions: {
      title: showValues(delivered.title),
      type: showValues(delivered.type),
      position: showValues(delivered.position),
      media_type: showValues(delivered.media_type),
    },
    best_hours: bestHours(campaigns.map(({ counted }) => counted.weekdays ?? {})),
    recommendations: ranked(found.flatMap(({ advice }) => advice)),
    not_yet_clear: found.flatMap(({ unclear }) => unclear),
  };
}
