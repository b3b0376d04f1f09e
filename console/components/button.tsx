import type { ComponentChildren } from 'preact';

import { may } from '../services/scopes.ts';
import type { Scope } from '../services/session.ts';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: (() => void) | undefined;
  readonly kind?: 'main' | 'plain' | 'danger' | 'quiet';
  readonly type?: 'button' | 'submit';
  readonly busy?: boolean | undefined;
  /** Why it cannot be used now. */
  readonly reason?: string | undefined;
  readonly needs?: Scope;
  readonly label?: string;
  readonly expanded?: boolean;
}

/** A button that knows whether it may be used, and says why not. */
export function Button({ children, onClick, kind = 'plain', type = 'button', busy, needs, ...rest }: ButtonProps) {
  const reason = needs && !may(needs) ? `Needs: ${needs}` : rest.reason;
  return (
    <button
      type={type}
      class={`button ${kind}`}
      aria-disabled={reason || busy ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      aria-label={rest.label}
      aria-expanded={rest.expanded}
      title={reason}
      onClick={(event) => {
        if (!reason && !busy) onClick?.();
        else event.preventDefault();
      }}
    >
      {children}
      {reason && <span class="hidden"> ({reason})</span>}
    </button>
  );
}

export interface LinkButtonProps {
  readonly href: string;
  readonly kind?: 'main' | 'plain';
  readonly children: ComponentChildren;
}

export function LinkButton({ href, kind = 'plain', children }: LinkButtonProps) {
  return (
    <a class={`button ${kind}`} href={href}>
      {children}
    </a>
  );
}
