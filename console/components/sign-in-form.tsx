import { useEffect, useState } from 'preact/hooks';

import { HeraldProblem, sentence } from '../services/api.ts';
import { demoKey, readConfig, type Config } from '../services/config.ts';
import { signIn } from '../services/session.ts';
import { tryKey } from '../services/try-key.ts';
import { AccountButton } from './account-button.tsx';
import { Button } from './button.tsx';
import { Input } from './input.tsx';

export interface SignInFormProps {
  /** Where to go once signed in with an account. */
  readonly next?: string;
  /** In a tab that another one opened for this. */
  readonly isForOther?: boolean;
  /** Over a page whose work goes on afterwards. */
  readonly isOver?: boolean;
  /** What signing in with an account failed by. */
  readonly fault?: string | undefined;
}

/** An API key; an account, or one click for the demo, where they are at hand. A key goes on only once Herald has taken it. */
export function SignInForm({ next = '/console/', isForOther = false, isOver = false, ...given }: SignInFormProps) {
  const [key, setKey] = useState('');
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [{ demo: isDemo, oidc }, setConfig] = useState<Config>({ demo: false });
  useEffect(() => {
    readConfig().then(
      // What PKCE needs browsers have on https alone, and on this machine.
      (config) => setConfig(isSecureContext ? config : { demo: config.demo }),
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
      {oidc && <AccountButton provider={oidc} {...{ next, isForOther, isOver }} fault={given.fault} />}
      {isDemo && (
        <>
          <Button kind={oidc ? 'plain' : 'main'} busy={isBusy} onClick={() => void enter(demoKey)}>
            Use the demo
          </Button>
          <p class="meta">Messages go to a built-in phone network. Nobody is contacted; it costs nothing.</p>
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
      <Button
        kind={isDemo || oidc ? 'plain' : 'main'}
        type="submit"
        busy={isBusy}
        reason={key ? undefined : 'Enter a key'}
      >
        Sign in
      </Button>
    </form>
  );
}
