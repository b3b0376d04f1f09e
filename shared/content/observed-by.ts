import type { Button } from './button.ts';
import type { ButtonType } from './button-type.ts';

/** How taps on a button are observed, which tells how far its figures can be trusted. */
export const OBSERVED_BY = ['observed', 'redirect', 'call_tracking', 'reported', 'nobody'] as const;
export type ObservedBy = (typeof OBSERVED_BY)[number];

const OBSERVED: Readonly<Record<ButtonType, (button: Pick<Button, 'forward_to' | 'untracked'>) => ObservedBy>> = {
  reply: () => 'observed',
  url: ({ untracked }) => (untracked ? 'nobody' : 'redirect'),
  call: ({ forward_to }) => (forward_to ? 'call_tracking' : 'reported'),
};

export function observedBy(button: Pick<Button, 'type' | 'forward_to' | 'untracked'>): ObservedBy {
  return OBSERVED[button.type](button);
}

/**
 * Whether anything can be said of how often a button was tapped: taps that nobody tracks or reported are not none.
 * @param taps how many are known
 */
export function isTracked(observed_by: ObservedBy, taps: number): boolean {
  return taps > 0 || (observed_by !== 'nobody' && observed_by !== 'reported');
}
