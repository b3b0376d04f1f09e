import type { Campaign, Report } from '../services/api.ts';
import type { Live } from '../services/live.ts';
import { cancelledWords } from '../services/progress.ts';
import { ButtonTable } from './button-table.tsx';
import { ContentTable } from './content-table.tsx';
import { Failures } from './failures.tsx';
import { Funnel } from './funnel.tsx';
import { HeatTable } from './heat-table.tsx';
import { HourTable } from './hour-table.tsx';
import { Loaded } from './loaded.tsx';
import { TapCurve } from './tap-curve.tsx';
import { Time } from './time.tsx';
import { Verdict } from './verdict.tsx';
import { WriteAgain } from './write-again.tsx';

export interface CampaignResultsProps {
  readonly campaign: Campaign;
  readonly live: Live<Report | undefined>;
}

/** What came of it, by the report: one look at all of it, again while news comes in. */
export function CampaignResults({ campaign, live }: CampaignResultsProps) {
  return (
    <Loaded from={live as Live<Report>} what="the report" lines={6}>
      {(report) => (
        <div class="stack">
          <Settled report={report} campaign={campaign} />
          <Funnel report={report} />
          <Verdict report={report} onChange={live.refresh} />
          <ContentTable report={report} campaign={campaign} />
          {report.button_analytics && <Taps report={report} taps={report.button_analytics} />}
          <Failures report={report} />
          <WriteAgain campaign={campaign} report={report} />
        </div>
      )}
    </Loaded>
  );
}

function Settled({ report, campaign }: { readonly report: Report; readonly campaign: Campaign }) {
  const { status, settled_at } = report;
  if (status === 'sending' || status === 'paused') return null;
  const { planned = 0, settled = 0 } = campaign.progress ?? {};
  const done =
    status === 'cancelled' ? (
      cancelledWords(report, planned - settled)
    ) : (
      <>
        Finished <Time at={campaign.completed_at} />.
      </>
    );
  return (
    <p class="meta">
      {done}{' '}
      {settled_at ? (
        <>
          Settled <Time at={settled_at} />.
        </>
      ) : (
        'News still comes in; it is settled when nothing has changed for an hour.'
      )}
    </p>
  );
}

interface TapsProps {
  readonly report: Report;
  readonly taps: NonNullable<Report['button_analytics']>;
}

function Taps({ report, taps }: TapsProps) {
  return (
    <>
      <ButtonTable report={report} buttons={taps.buttons} />
      {taps.total_clicks > 0 && (
        <>
          <TapCurve buttons={taps.buttons} />
          <HourTable days={taps.by_weekday_hour} />
          <HeatTable hours={taps.by_weekday_hour} />
        </>
      )}
    </>
  );
}
