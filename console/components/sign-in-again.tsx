import { session } from '../services/session.ts';
import { Dialog } from './dialog.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Over the page, which stays as it is until somebody has signed in again. */
export function SignInAgain() {
  return (
    <Dialog title="Sign in again" onClose={() => {}}>
      <p>
        {session.value?.account ? 'Your time is over.' : 'Herald does not take this key any more.'} What you were doing
        is kept.
      </p>
      <SignInForm isOver />
    </Dialog>
  );
}
