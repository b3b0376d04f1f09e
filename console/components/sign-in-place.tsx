import { useLocation } from 'preact-iso/router';

import { nextPath } from '../services/next-path.ts';
import { session } from '../services/session.ts';
import { Go } from './go.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { SignInReturn } from './sign-in-return.tsx';
import { SignedInThere } from './signed-in-there.tsx';

/** `/console/signin`: where the identity provider leads back to, where links to sign in lead, and a tab that does so for another. */
export function SignInPlace() {
  const { query } = useLocation();
  if ('state' in query || 'code' in query || 'error' in query) return <SignInReturn />;
  const isForOther = 'again' in query;
  if (isForOther && session.value) return <SignedInThere />;
  const next = nextPath(query['next'], location.origin);
  return session.value ? <Go to={next} /> : <SignInPage next={next} isForOther={isForOther} />;
}
