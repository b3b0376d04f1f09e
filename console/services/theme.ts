import { signal } from '@preact/signals';

import { keep, recall } from './storage.ts';

const KEY = 'herald.theme';

export type Theme = 'system' | 'light' | 'dark';

const kept = recall('localStorage', KEY);

export const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system');

/** How the page looks now. */
export const isDark = (): boolean =>
  theme.value === 'dark' || (theme.value === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);

/** The system's colours, unless somebody chose others. */
export function applyTheme(chosen: Theme = theme.value): void {
  theme.value = chosen;
  keep('localStorage', KEY, chosen === 'system' ? undefined : chosen);
  if (chosen === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
}
