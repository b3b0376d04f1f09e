import { useRoute } from 'preact-iso/router';

import { Audit } from '../components/audit.tsx';
import { CampaignTabs } from '../components/campaign-tabs.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { answerOf, api } from '../services/api.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';

/** Who changed what of a campaign. */
export default function History() {
  const { params } = useRoute();
  const { id = '' } = params;
  const campaign = useLive(
    (signal) => answerOf(api.GET('/v1/campaigns/{id}', { params: { path: { id } }, signal })),
    [id],
  );
  return (
    <Page title="History" below={<CampaignTabs id={id} name={campaign.data?.name} />}>
      {may('audit:read') ? <Audit campaign={id} /> : <Notice tone="info">This needs audit:read.</Notice>}
    </Page>
  );
}
