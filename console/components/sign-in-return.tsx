import { useEffect, useState } from 'preact/hooks';

import { readProvider } from '../services/config.ts';
import { nextPath } from '../services/next-path.ts';
import { session, signIn } from '../services/session.ts';
import { takeAttempt } from '../services/sign-in-attempt.ts';
import { signInFault, STRAY } from '../services/sign-in-fault.ts';
import { Go } from './go.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { SignedInThere } from './signed-in-there.tsx';

type State = 'busy' | 'done' | { readonly fault: string };

/** Takes the identity provider's answer out of the address, once, and exchanges its code for a token. */
export function SignInReturn() {
  const [state, setState] = useState<State>('busy');
  const [attempt] = useState(takeAttempt);
  const next = nextPath(attempt?.next, location.origin);
  useEffect(() => {
    const answer = new URLSearchParams(location.search);
    history.replaceState(null, '', location.pathname);
    if (!attempt) {
      setState(session.value ? 'done' : { fault: STRAY });
      return;
    }
    const finish = async () => {
      const [provider, { finishSignIn }] = await Promise.all([readProvider(), import('../services/oidc.ts')]);
      signIn(await finishSignIn(provider, attempt, answer));
    };
    finish().then(
      () => setState('done'),
      (failure: unknown) => setState({ fault: signInFault(failure) }),
    );
  }, []);

  if (state === 'busy')
    return (
      <main class="sign-in" aria-busy="true">
        <h1>Herald</h1>
        <p role="status">Signing you in…</p>
      </main>
    );
  // After a fault one may have signed in with a key.
  if (session.value) return attempt?.isForOther ? <SignedInThere /> : <Go to={next} />;
  return (
    <SignInPage
      next={next}
      isForOther={attempt?.isForOther ?? false}
      fault={state === 'done' ? undefined : state.fault}
    />
  );
}
