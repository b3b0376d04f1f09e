import lazy, { ErrorBoundary } from 'preact-iso/lazy';
import { LocationProvider, Route, Router } from 'preact-iso/router';
import { useEffect } from 'preact/hooks';

import { answerOf, api, sentence } from '../services/api.ts';
import { useLive } from '../services/live.ts';
import { credential, isExpired, me } from '../services/session.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Frame } from './frame.tsx';
import { Notice } from './notice.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { SignInPage } from './sign-in-page.tsx';

const Overview = lazy(() => import('../routes/overview.tsx'));
const Campaigns = lazy(() => import('../routes/campaigns.tsx'));
const Builder = lazy(() => import('../routes/builder.tsx'));
const Campaign = lazy(() => import('../routes/campaign.tsx'));
const Reached = lazy(() => import('../routes/reached.tsx'));
const People = lazy(() => import('../routes/people.tsx'));
const Person = lazy(() => import('../routes/person.tsx'));
const Import = lazy(() => import('../routes/import.tsx'));
const Templates = lazy(() => import('../routes/templates.tsx'));
const Template = lazy(() => import('../routes/template.tsx'));
const Insights = lazy(() => import('../routes/insights.tsx'));
const Settings = lazy(() => import('../routes/settings.tsx'));
const NotFound = lazy(() => import('../routes/not-found.tsx'));

/** Everything: whoever is not signed in sees the form at the address where they wanted to go. */
export function App() {
  return <LocationProvider scope="/console">{credential.value ? <SignedIn /> : <SignInPage />}</LocationProvider>;
}

function SignedIn() {
  const who = useLive((signal) => answerOf(api.GET('/v1/me', { signal })), []);
  useEffect(() => {
    if (who.data) me.value = who.data;
  }, [who.data]);
  if (!me.value && who.error !== undefined && !isExpired.value)
    return (
      <Notice tone="bad" action={<Button onClick={who.refresh}>Try again</Button>}>
        {sentence(who.error)}
      </Notice>
    );
  return (
    <>
      {me.value && <Pages />}
      {isExpired.value && (
        <Dialog title="Sign in again" onClose={() => {}}>
          <p>Herald does not take this key any more. What you were doing is kept.</p>
          <SignInForm />
        </Dialog>
      )}
    </>
  );
}

function Pages() {
  return (
    <Frame>
      <ErrorBoundary>
        <Router>
          <Route path="/console" component={Overview} />
          <Route path="/console/campaigns" component={Campaigns} />
          <Route path="/console/campaigns/:id/edit/:step" component={Builder} />
          <Route path="/console/campaigns/:id" component={Campaign} />
          <Route path="/console/campaigns/:id/people" component={Reached} />
          <Route path="/console/people" component={People} />
          <Route path="/console/people/import/:id?" component={Import} />
          <Route path="/console/people/:id" component={Person} />
          <Route path="/console/templates" component={Templates} />
          <Route path="/console/templates/:id" component={Template} />
          <Route path="/console/insights" component={Insights} />
          <Route path="/console/settings/:tab" component={Settings} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
    </Frame>
  );
}
