import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';

import { announce } from '../services/announce.ts';

export interface PageProps {
  readonly title: string;
  /** Which page it is, where its address may change under whoever is at work there. */
  readonly at?: string;
  /** Beside the title: a status. */
  readonly status?: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** Below the title: tabs or steps. */
  readonly below?: ComponentChildren;
  readonly children: ComponentChildren;
}

let shown = '';

/** One page: its only h1, which is focused and spoken when somebody comes from another page. */
export function Page({ title, at, status, actions, below, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { path } = useLocation();
  const here = at ?? path;
  // With the page itself: a moment later it would take the focus from whoever is at work already.
  useLayoutEffect(() => {
    document.title = `${title} · Herald`;
    if (shown && shown !== here) {
      heading.current?.focus();
      announce(title);
    }
    shown = here;
  }, [title, here]);
  return (
    <>
      <header class="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {status}
        {actions && <div class="actions">{actions}</div>}
      </header>
      {below}
      {children}
    </>
  );
}
