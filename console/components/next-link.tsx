import { useLocation } from 'preact-iso/router';
import { useLayoutEffect } from 'preact/hooks';

import { counted } from '../services/format.ts';
import { focusSoon } from '../services/keep-focus.ts';
import { Button } from './button.tsx';

export interface NextLinkProps {
  readonly href: string;
  /** How many things must be put right first. */
  readonly open: number;
  /** What that is, where no field says so. */
  readonly reason?: string | undefined;
  readonly onRefused?: () => void;
}

/** To the next step; Ctrl and Enter do the same. It never sends anything. */
export function NextLink({ href, open, reason, onRefused }: NextLinkProps) {
  const { route } = useLocation();
  const go = () => {
    if (open === 0) route(href);
    else {
      onRefused?.();
      focusSoon('[aria-invalid]');
    }
  };
  // At once: keys that follow a click must find what it changed.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) go();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
  return (
    <div class="actions">
      <Button kind="main" onClick={go}>
        Continue
      </Button>
      {open > 0 && <span class="meta">{reason ?? `${counted(open, 'thing')} left to do here`}</span>}
    </div>
  );
}
