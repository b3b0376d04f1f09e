import { useEffect } from 'preact/hooks';

import { SignInForm, type SignInFormProps } from './sign-in-form.tsx';

/** Shown at any address while nobody is signed in, so that signing in leads where one wanted to go. */
export function SignInPage(props: SignInFormProps) {
  useEffect(() => {
    document.title = 'Sign in · Herald';
  }, []);
  return (
    <main class="sign-in">
      <h1>Herald</h1>
      <p>Campaigns on WhatsApp: write, check, send, and see who read, tapped and bought.</p>
      <div class="card">
        <SignInForm {...props} />
      </div>
    </main>
  );
}
