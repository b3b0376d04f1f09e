import { useLocation } from 'preact-iso/router';

import { link } from '../services/link.ts';

export interface TabsProps {
  /** What they are tabs of, for those who hear them. */
  readonly label: string;
  readonly tabs: readonly (readonly [path: string, name: string])[];
}

/** Pages that belong together; the one that is shown is marked. */
export function Tabs({ label, tabs }: TabsProps) {
  const { path } = useLocation();
  const around = tabs.map(([to]) => link(to)).filter((to) => path === to || path.startsWith(`${to}/`));
  // What begins with the other's address is nearer.
  const [current] = around.sort((a, b) => b.length - a.length);
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(([to, name]) => (
        <a key={to} href={link(to)} aria-current={link(to) === current ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
