import { useRoute } from 'preact-iso/router';

import { Audit } from '../components/audit.tsx';
import { CampaignTabs } from '../components/campaign-tabs.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { useCampaign } from '../services/campaign.ts';
import { may } from '../services/scopes.ts';

/** Who changed what of a campaign. */
export default function History() {
  const { id = '' } = useRoute().params;
  const { data: campaign } = useCampaign(id);
  return (
    <Page title="History" below={<CampaignTabs id={id} name={campaign?.name} />}>
      {may('audit:read') ? <Audit campaign={id} /> : <Notice tone="info">This needs audit:read.</Notice>}
    </Page>
  );
}
