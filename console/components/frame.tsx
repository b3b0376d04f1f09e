import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';

import { announcement } from '../services/announce.ts';
import { zone } from '../services/format.ts';
import { link } from '../services/link.ts';
import { leave, work } from '../services/leave.ts';
import { isPractice, me } from '../services/session.ts';
import { applyTheme, theme, type Theme } from '../services/theme.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Select } from './input.tsx';

const PLACES: readonly (readonly [path: string, name: string, icon: IconName])[] = [
  ['/', 'Overview', 'home'],
  ['/campaigns', 'Campaigns', 'campaigns'],
  ['/people', 'People', 'people'],
  ['/templates', 'Templates', 'templates'],
  ['/insights', 'Insights', 'insights'],
  ['/settings/senders', 'Settings', 'settings'],
];

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** The rail, or the bar at the bottom of a narrow screen, around a page. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  return (
    <div class="frame">
      <a class="skip button" href="#main">
        Skip to the page
      </a>
      <Rail />
      <div>
        {isPractice.value && (
          <p class="practice">
            <strong>Practice:</strong> messages go to a built-in phone network. Nobody is contacted; it costs nothing.
          </p>
        )}
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <footer class="narrow">
          <Who />
        </footer>
      </div>
      <div class="hidden" role="status" aria-live="polite">
        {announcement.value}
      </div>
    </div>
  );
}

function Rail() {
  const { path } = useLocation();
  return (
    <nav class="rail" aria-label="Main">
      <div class="brand">Herald</div>
      {PLACES.map(([place, name, icon]) => (
        <a key={place} href={link(place)} aria-current={isAt(path, place) ? 'page' : undefined}>
          <Icon name={icon} />
          {name}
        </a>
      ))}
      <Who />
    </nav>
  );
}

/** Who is signed in and for whom, and the way out. */
function Who() {
  const { tenants = [], tenant } = me.value ?? {};
  return (
    <div class="who">
      <span>
        <strong>{tenant?.name}</strong>
        <br />
        <span class="meta">{me.value?.name ?? me.value?.email}</span>
      </span>
      {tenants.length > 1 && (
        <Select
          label="Work for"
          value={tenant?.id ?? ''}
          options={tenants.map(({ id, name }) => [id, name] as const)}
          onChange={work}
        />
      )}
      <Select label="Colours" value={theme.value} options={THEMES} onChange={(value) => applyTheme(value as Theme)} />
      <span class="meta">Times: {zone()}</span>
      <Button onClick={leave}>Sign out</Button>
    </div>
  );
}

function isAt(path: string, place: string): boolean {
  const at = path.slice('/console'.length) || '/';
  const room = `/${place.split('/')[1] ?? ''}`;
  return at === room || (room !== '/' && at.startsWith(`${room}/`));
}
