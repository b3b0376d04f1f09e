import { may } from '../services/scopes.ts';
import { Tabs } from './tabs.tsx';

const TABS = [
  ['/people', 'Everybody'],
  ['/people/segments', 'Segments'],
] as const;

/** All people, and those who have something in common. */
export function PeopleTabs() {
  return <Tabs label="People" tabs={may('campaigns:read') ? TABS : TABS.slice(0, 1)} />;
}
