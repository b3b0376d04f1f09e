import { useEffect, useState } from 'preact/hooks';

import type { Provider } from '../services/config.ts';
import { keepAttempt, type Attempt } from '../services/sign-in-attempt.ts';
import { signInFault } from '../services/sign-in-fault.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

const NAME = 'Sign in with your account';

export interface AccountButtonProps extends Pick<Attempt, 'next' | 'isForOther'> {
  readonly provider: Provider;
  /** Over a page whose work would be lost if this tab went to the provider: another tab goes. */
  readonly isOver: boolean;
  /** What the last attempt failed by. */
  readonly fault?: string | undefined;
}

/** Leads to the identity provider, which leads back. */
export function AccountButton({ provider, next, isForOther, isOver, fault: before }: AccountButtonProps) {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState(before);

  async function begin(): Promise<void> {
    setBusy(true);
    setFault(undefined);
    try {
      const { beginSignIn } = await import('../services/oidc.ts');
      const { attempt, address } = await beginSignIn(provider, { next, isForOther });
      keepAttempt(attempt);
      location.assign(address);
    } catch (failure) {
      setFault(signInFault(failure));
      setBusy(false);
    }
  }
  useEffect(() => {
    // Whoever opened this tab for another has pressed the button there.
    if (isForOther && before === undefined) void begin();
  }, []);

  return (
    <>
      {fault && (
        <Notice tone="bad" alert>
          {fault}
        </Notice>
      )}
      {isOver ? (
        <a class="button main" href="/console/signin?again=1" target="_blank" rel="noopener">
          {NAME}
        </a>
      ) : (
        <Button kind="main" busy={isBusy} onClick={() => void begin()}>
          {NAME}
        </Button>
      )}
      <p class="meta">
        {isOver
          ? 'It opens another tab. Once you are signed in there, this page goes on.'
          : `You go to ${new URL(provider.issuer).host}, and come back. On a computer that others use, sign out there, too, when you leave.`}
      </p>
    </>
  );
}
