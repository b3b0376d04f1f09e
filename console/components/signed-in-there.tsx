import { link } from '../services/link.ts';

/** The end of a tab in which somebody signed in for another. */
export function SignedInThere() {
  return (
    <main class="sign-in">
      <h1>You are signed in</h1>
      <p>Go on in the tab where you were. This one can be closed.</p>
      <p>
        <a href={link('/')}>Go on here</a>
      </p>
    </main>
  );
}
