import { useRoute } from 'preact-iso/router';

import { ApprovalWait } from '../components/approval-wait.tsx';
import { CampaignActions } from '../components/campaign-actions.tsx';
import { CampaignProgressCard } from '../components/campaign-progress.tsx';
import { CampaignResults } from '../components/campaign-results.tsx';
import { CampaignTabs } from '../components/campaign-tabs.tsx';
import { Chip } from '../components/chip.tsx';
import { LiveWords } from '../components/live-words.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { Dates, Time } from '../components/time.tsx';
import type { Campaign } from '../services/api.ts';
import { useCampaign, useReport } from '../services/campaign.ts';
import { campaignCadence } from '../services/campaign-cadence.ts';
import { atTime } from '../services/format.ts';
import { link } from '../services/link.ts';
import { byReport } from '../services/progress.ts';
import { recurrenceWords } from '../services/recurrence.ts';
import { may } from '../services/scopes.ts';
import { isUpdating } from '../services/updating.ts';
import { noteWords } from '../services/words.ts';

/** One campaign, live: is it all right, and what came of it? */
export default function CampaignPage() {
  const { params } = useRoute();
  const { id = '' } = params;
  return <LiveCampaign key={id} id={id} />;
}

function LiveCampaign({ id }: { readonly id: string }) {
  const live = useCampaign(id, isUpdating.value ? campaignCadence : undefined);
  const results = useReport(id, live.data);
  const campaign = live.data && byReport(live.data, results.data);
  const refresh = () => {
    live.refresh();
    results.refresh();
  };
  return (
    <Page
      title={campaign?.name ?? 'Campaign'}
      status={campaign && <Chip status={campaign.status} />}
      actions={campaign && <CampaignActions campaign={campaign} report={results.data} onChange={refresh} />}
      below={<CampaignTabs id={id} />}
    >
      <LiveWords
        live={{ ...live, refresh }}
        isMoving={campaign !== undefined && campaignCadence(campaign, 0) !== undefined}
      />
      <Loaded from={{ ...live, data: campaign }} what="the campaign" lines={5}>
        {(known) => (
          <div class="stack">
            <Words campaign={known} />
            {isUnsent(known) && may('conversations:view') && <ApprovalWait campaign={known} />}
            {!WITHOUT_BAR.includes(known.status) && <CampaignProgressCard campaign={known} />}
            {known.started_at &&
              (may('analytics:view') ? (
                <CampaignResults campaign={known} live={results} />
              ) : (
                <Notice tone="info">Results need analytics:view.</Notice>
              ))}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** Of one that was stopped a bar of those who are counted out would be full. */
const WITHOUT_BAR = ['draft', 'scheduled', 'cancelled'];

/** Once somebody is planned, no approval is asked for any more. */
function isUnsent({ status, progress }: Campaign): boolean {
  return ['draft', 'scheduled', 'paused'].includes(status) && !progress?.planned;
}

/** What stands in its way, before anything else. */
function Words({ campaign }: { readonly campaign: Campaign }) {
  const { id, status, status_reason, warnings, scheduled_at, recurrence, next_dates, parent_id } = campaign;
  return (
    <>
      {parent_id && (
        <p class="meta">
          One date of <a href={link(`/campaigns/${parent_id}`)}>a campaign that recurs</a>.
        </p>
      )}
      {status === 'draft' && (
        <Notice tone="info" action={<a href={link(`/campaigns/${id}/edit/message`)}>Go on writing</a>}>
          It has not been sent.
        </Notice>
      )}
      {status === 'scheduled' && (
        <Notice
          tone="info"
          action={<a href={link(`/campaigns/${id}/edit/${recurrence ? 'when' : 'check'}`)}>Check or change it</a>}
        >
          {recurrence ? (
            <>
              It is sent {recurrenceWords(recurrence)}; next, your time: <Dates of={next_dates} />.
            </>
          ) : (
            <>
              It starts <Time at={scheduled_at} as={atTime} />.
            </>
          )}
        </Notice>
      )}
      {status_reason && (
        <Notice
          tone={status === 'paused' && !status_reason.startsWith('Paused by request') ? 'bad' : 'warn'}
          alert={status === 'paused'}
        >
          {status_reason}
        </Notice>
      )}
      {warnings.map((warning) => (
        <Notice key={warning.code} tone="warn">
          {noteWords(warning)}
        </Notice>
      ))}
    </>
  );
}
