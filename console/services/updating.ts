import { signal } from '@preact/signals';

import { keep, recall } from './storage.ts';

const KEY = 'herald.still';

/** Whether pages follow what happens, or stand still for somebody who reads: remembered for the tab. */
export const isUpdating = signal(!recall('sessionStorage', KEY));

export function setUpdating(on: boolean): void {
  isUpdating.value = on;
  keep('sessionStorage', KEY, on ? undefined : 'true');
}
