import { useRoute } from 'preact-iso/router';
import type { ComponentChildren } from 'preact';

import { ApiKeys } from '../components/api-keys.tsx';
import { Audit } from '../components/audit.tsx';
import { Hours } from '../components/hours.tsx';
import { Members } from '../components/members.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { Senders } from '../components/senders.tsx';
import { Tabs } from '../components/tabs.tsx';
import { Webhooks } from '../components/webhooks.tsx';
import { may } from '../services/scopes.ts';
import type { Scope } from '../services/session.ts';

interface Tab {
  readonly path: string;
  readonly name: string;
  readonly needs: Scope;
  readonly component: () => ComponentChildren;
}

const TABS: readonly Tab[] = [
  { path: 'senders', name: 'Senders', needs: 'settings:manage', component: Senders },
  { path: 'hours', name: 'Hours and caps', needs: 'settings:manage', component: Hours },
  { path: 'keys', name: 'Keys', needs: 'settings:manage', component: ApiKeys },
  { path: 'members', name: 'Members', needs: 'settings:manage', component: Members },
  { path: 'webhooks', name: 'Webhooks', needs: 'settings:manage', component: Webhooks },
  { path: 'audit', name: 'Who changed what', needs: 'audit:read', component: Audit },
];

/** What holds for all campaigns, and who may do what. */
export default function Settings() {
  const { params } = useRoute();
  const tab = TABS.find(({ path }) => path === params['tab']) ?? TABS[0];
  if (!tab) return null;
  return (
    <Page
      title="Settings"
      below={<Tabs label="Settings" tabs={TABS.map(({ path, name }) => [`/settings/${path}`, name])} />}
    >
      {may(tab.needs) ? <tab.component key={tab.path} /> : <Notice tone="info">This needs {tab.needs}.</Notice>}
    </Page>
  );
}
