import { signal } from '@preact/signals';

/** What a screen reader says next, politely: a step that happened, never each figure. */
export const announcement = signal('');

export function announce(words: string): void {
  announcement.value = words;
}
