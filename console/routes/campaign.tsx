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
import { answerOf, api, type Campaign } from '../services/api.ts';
import { campaignCadence } from '../services/campaign-cadence.ts';
import { isUpdating } from '../services/updating.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';

/** One campaign, live: is it all right, and what came of it? */
export default function CampaignPage() {
  const { params } = useRoute();
  const { id = '' } = params;
  return <LiveCampaign key={id} id={id} />;
}

function LiveCampaign({ id }: { readonly id: string }) {
  const live = useLive(
    (signal) => answerOf(api.GET('/v1/campaigns/{id}', { params: { path: { id } }, signal })),
    [id, isUpdating.value],
    isUpdating.value ? campaignCadence : undefined,
  );
  const campaign = live.data;
  return (
    <Page
      title={campaign?.name ?? 'Campaign'}
      status={campaign && <Chip status={campaign.status} />}
      actions={campaign && <CampaignActions campaign={campaign} onChange={live.refresh} />}
      below={<CampaignTabs id={id} />}
    >
      <LiveWords live={live} isMoving={campaign !== undefined && campaignCadence(campaign, 0) !== undefined} />
      <Loaded from={live} what="the campaign" lines={5}>
        {(known) => (
          <div class="stack">
            <Words campaign={known} />
            {isUnsent(known) && may('conversations:view') && <ApprovalWait campaign={known} />}
            {known.status !== 'draft' && known.status !== 'scheduled' && <CampaignProgressCard campaign={known} />}
            {known.started_at && (may('analytics:view') ? <CampaignResults campaign={known} /> : <NoResults />)}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** Once somebody is planned, no approval is asked for any more. */
function isUnsent({ status, progress }: Campaign): boolean {
  return ['draft', 'scheduled', 'paused'].includes(status) && !progress?.planned;
}

/** What stands in its way, before anything else. */
function Words({ campaign: { id, status, status_reason, warnings, scheduled_at } }: { readonly campaign: Campaign }) {
  return (
    <>
      {status === 'draft' && (
        <Notice tone="info" action={<a href={link(`/campaigns/${id}/edit/message`)}>Go on writing</a>}>
          It has not been sent.
        </Notice>
      )}
      {status === 'scheduled' && (
        <Notice tone="info" action={<a href={link(`/campaigns/${id}/edit/check`)}>Look at it</a>}>
          It starts {new Date(scheduled_at ?? '').toLocaleString()}, your time.
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
      {warnings.map(({ code, message }) => (
        <Notice key={code} tone="warn">
          {message}
        </Notice>
      ))}
    </>
  );
}

function NoResults() {
  return <Notice tone="info">Results need analytics:view.</Notice>;
}
