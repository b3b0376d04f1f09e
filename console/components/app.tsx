import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso/router';
import { useEffect } from 'preact/hooks';

import Overview from '../routes/overview.tsx';
import { answerOf, api, codeOf } from '../services/api.ts';
import { useLive } from '../services/live.ts';
import { chooseTenant, isExpired, me, session } from '../services/session.ts';
import { Frame } from './frame.tsx';
import { Skeleton } from './loaded.tsx';
import { NotFound } from './not-found.tsx';
import { NotIn } from './not-in.tsx';
import { NotLoaded } from './not-loaded.tsx';
import { SignInAgain } from './sign-in-again.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { SignInPlace } from './sign-in-place.tsx';
import { TenantChoice } from './tenant-choice.tsx';

type Pages = typeof import('../routes/pages.ts');

/** All pages but the first, once their script is here; null where it does not come. */
const pages = signal<Pages | null | undefined>(undefined);

/**
 * A page whose script comes when somebody first goes to one of them: all together, since files of few kilobytes compress badly. The
 * overview comes at once: whoever signs in sees it first.
 */
const page = (name: keyof Pages): ComponentType =>
  function LatePage() {
    useEffect(() => {
      import('../routes/pages.ts').then(
        (all) => (pages.value = all),
        () => (pages.value = null),
      );
    }, []);
    if (pages.value === null) return <NotLoaded />;
    const Here = pages.value?.[name];
    return Here ? <Here /> : <Skeleton lines={8} what="the page" />;
  };

const PAGES: readonly (readonly [path: string, component: ComponentType])[] = [
  ['', Overview],
  ['/campaigns', page('Campaigns')],
  ['/campaigns/:id/edit/:step', page('Builder')],
  ['/campaigns/:id', page('Campaign')],
  ['/campaigns/:id/audience', page('Audience')],
  ['/campaigns/:id/people', page('Reached')],
  ['/campaigns/:id/replies', page('Replies')],
  ['/campaigns/:id/history', page('History')],
  ['/people', page('People')],
  ['/people/import/:id?', page('Import')],
  ['/people/segments/:id?', page('Segments')],
  ['/people/:id', page('Person')],
  ['/templates', page('Templates')],
  ['/templates/:id', page('Template')],
  ['/insights', page('Insights')],
  ['/settings/:tab', page('Settings')],
];

/** Everything: whoever is not signed in sees the form at the address where they wanted to go. */
export function App() {
  return (
    <LocationProvider scope="/console">
      <Place />
    </LocationProvider>
  );
}

function Place() {
  const { path, url } = useLocation();
  if (path === '/console/signin') return <SignInPlace />;
  return session.value ? <SignedIn /> : <SignInPage next={url} />;
}

function SignedIn() {
  const { url } = useLocation();
  const tenant = session.value?.tenant;
  const who = useLive((signal) => answerOf(api.GET('/v1/me', { signal })), [tenant]);
  const { data, error } = who;
  const mustChoose = !!data && data.tenants.length > 1 && !data.tenants.some(({ id }) => id === tenant);
  // Without a choice Herald tells of any of a person's tenants.
  const isMeant = data && (data.tenants.length < 2 || data.tenant.id === tenant);
  useEffect(() => {
    if (isMeant) me.value = data;
  }, [data, isMeant]);
  useEffect(() => {
    // Of the tenant that was chosen one is no member any more.
    if (codeOf(error) !== 'member.tenant') return;
    me.value = undefined;
    chooseTenant(undefined);
    who.refresh();
  }, [error]);
  return (
    <>
      {mustChoose ? (
        <TenantChoice tenants={data.tenants} />
      ) : me.value || !error ? (
        <Within />
      ) : (
        !isExpired.value && <NotIn error={error} again={who.refresh} />
      )}
      {isExpired.value && (me.value ? <SignInAgain /> : <SignInPage next={url} />)}
    </>
  );
}

/** The frame is there at once; the pages begin when it is known who looks at them, and anew for another tenant. */
function Within() {
  return (
    <Frame>
      {me.value ? (
        <Router key={me.value.tenant.id}>
          {PAGES.map(([path, component]) => (
            <Route key={path} path={`/console${path}`} component={component} />
          ))}
          <Route default component={NotFound} />
        </Router>
      ) : (
        <Skeleton lines={8} what="the page" />
      )}
    </Frame>
  );
}
