import { capital } from './format.ts';
import { own } from './own.ts';

/** What a status or another choice is called, where it is not the API's own word. */
const CALLED: Readonly<Record<string, string>> = {
  completed: 'Finished',
  undelivered: 'Not delivered',
  skipped: 'Left out',
  retry: 'Will be sent again',
  opted_in: 'Said yes',
  submitted: 'In review',
  pending: 'In review',
  rejected: 'Refused',
  dead_letter: 'Given up',
  succeeded: 'Done',
  queued: 'Waiting',
  reply: 'Answer',
  url: 'Link',
  text: 'No picture or file',
  image: 'Picture',
  best: 'Best hour',
};

export const wordOf = (code: string): string => own(CALLED, code) ?? capital(code.replaceAll('_', ' '));
