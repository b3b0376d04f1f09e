import { codeOf, sentence } from '../services/api.ts';
import { leave } from '../services/leave.ts';
import { session } from '../services/session.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Signed in, but Herald does not say who that is: nobody's member, or no answer. */
export function NotIn({ error, again }: { readonly error: unknown; readonly again: () => void }) {
  const isNobody = codeOf(error)?.startsWith('member.');
  const email = session.value?.account?.email;
  return (
    <main class="sign-in">
      <h1>{isNobody ? 'You are not a member yet' : 'Herald'}</h1>
      <Notice tone={isNobody ? 'info' : 'bad'}>
        {sentence(error)}
        {isNobody && email && ` Your address is ${email}.`}
      </Notice>
      <div class="actions">
        <Button kind="main" onClick={again}>
          Try again
        </Button>
        <Button onClick={leave}>Sign out</Button>
      </div>
    </main>
  );
}
