import { useEffect, useState } from 'preact/hooks';

import { HeraldProblem, sentence } from '../services/api.ts';
import { demoKey, readConfig } from '../services/config.ts';
import { signIn } from '../services/session.ts';
import { tryKey } from '../services/try-key.ts';
import { Button } from './button.tsx';
import { Input } from './input.tsx';

/** An API key, or one click where the demo is at hand. A key goes on only once Herald has taken it. */
export function SignInForm() {
  const [key, setKey] = useState('');
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [isDemo, setDemo] = useState(false);
  useEffect(() => {
    readConfig().then(
      ({ demo }) => setDemo(demo),
      () => {},
    );
  }, []);

  async function enter(find: () => Promise<string>): Promise<void> {
    setBusy(true);
    setFault(undefined);
    try {
      const given = (await find()).trim();
      await tryKey(given);
      signIn(given);
    } catch (error) {
      const isWrong = error instanceof HeraldProblem && error.problem.status === 401;
      setFault(isWrong ? 'Herald does not know this key. Is it all there?' : sentence(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void enter(() => Promise.resolve(key));
      }}
    >
      {isDemo && (
        <>
          <Button kind="main" busy={isBusy} onClick={() => void enter(demoKey)}>
            Use the demo
          </Button>
          <p class="meta">Messages go to a built-in phone network. Nobody is contacted, nothing costs.</p>
        </>
      )}
      <Input
        label="API key"
        type="password"
        value={key}
        onInput={setKey}
        fault={fault}
        autoComplete="current-password"
        hint="It begins with hk_. It stays in this tab, and is forgotten when you close it."
      />
      <Button kind={isDemo ? 'plain' : 'main'} type="submit" busy={isBusy} reason={key ? undefined : 'Enter a key'}>
        Sign in
      </Button>
    </form>
  );
}
