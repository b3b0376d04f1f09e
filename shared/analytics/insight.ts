import { adviceOn, ranked } from './insight-advice.ts';
import { bestHours } from './insight-hours.ts';
import { showValues, valuesBy, type CountedCampaign } from './insight-values.ts';
import { DIMENSIONS, type ButtonInsights } from './insight.wire.ts';

const NOTE =
  'Observed, not an experiment: these were seen together and are not proven cause. Campaigns differ in audience, offer and time as well, and among many values one may stand out by chance. To be sure, send two campaigns that differ in one thing to like customers.';

/** What a tenant's campaigns show about buttons. @param truncated whether campaigns were left out */
export function insightsOf(campaigns: readonly CountedCampaign[], truncated: boolean): ButtonInsights {
  const values = valuesBy(campaigns);
  const found = DIMENSIONS.map((dimension) => adviceOn(dimension, values[dimension]));
  return {
    campaigns_considered: campaigns.length,
    truncated,
    note: NOTE,
    dimensions: {
      title: showValues(values.title),
      type: showValues(values.type),
      position: showValues(values.position),
      media_type: showValues(values.media_type),
    },
    best_hours: bestHours(campaigns.map(({ counted }) => counted.weekdays ?? {})),
    recommendations: ranked(found.flatMap(({ advice }) => advice)),
    not_yet_clear: found.flatMap(({ unclear }) => unclear),
  };
}
