import { useLocation } from 'preact-iso/router';

import { Advice } from '../components/advice.tsx';
import { Empty } from '../components/empty.tsx';
import { HeatTable } from '../components/heat-table.tsx';
import { InsightTable } from '../components/insight-table.tsx';
import { Select } from '../components/input.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { answerOf, api } from '../services/api.ts';
import { counted } from '../services/format.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';

const SPANS = [
  ['', 'All campaigns'],
  ['30', 'The last 30 days'],
  ['90', 'The last 90 days'],
] as const;
const DIMENSIONS = ['title', 'type', 'position', 'media_type'] as const;

/** What buttons did over all campaigns, and how sure that is. */
export default function Insights() {
  const { query, route } = useLocation();
  const [days] = SPANS.find(([span]) => span === query['days']) ?? SPANS[0];
  const insights = useLive(
    (signal) => {
      const since = days ? new Date(Date.now() - Number(days) * 86_400_000).toISOString() : undefined;
      return answerOf(api.GET('/v1/button-insights', { params: { query: since ? { since } : {} }, signal }));
    },
    [days],
  );
  return (
    <Page title="Insights">
      <div class="row">
        <Select
          label="Period"
          value={days}
          options={SPANS}
          onChange={(value) => route(link('/insights', { ...query, days: value }), true)}
        />
      </div>
      <Loaded from={insights} what="the insights" lines={8}>
        {(known) =>
          known.campaigns_considered === 0 ? (
            <Empty>No campaign with buttons was sent in this time. What people tap will be compared here.</Empty>
          ) : (
            <div class="stack">
              <p class="meta">
                Based on {counted(known.campaigns_considered, 'campaign')}
                {known.truncated && ', the newest'}. {known.note}
              </p>
              <Advice insights={known} />
              {DIMENSIONS.map((name) => (
                <InsightTable key={name} dimension={name} rows={known.dimensions[name]} />
              ))}
              {known.best_hours.clicks > 0 && (
                <>
                  <HeatTable hours={known.best_hours.by_weekday_hour} />
                  <p class="meta">{known.best_hours.note}</p>
                </>
              )}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
