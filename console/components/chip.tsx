import { capital } from '../services/format.ts';
import { Icon, type IconName } from './icon.tsx';

/** The word is given where it is not the status itself. */
type Look = readonly [icon: IconName, tone?: string, word?: string];

const LOOKS: Readonly<Record<string, Look>> = {
  draft: ['draft'],
  scheduled: ['time', 'info'],
  sending: ['send', 'info'],
  paused: ['pause', 'warn'],
  completed: ['ok', 'ok', 'Finished'],
  cancelled: ['bad'],
  failed: ['bad', 'bad'],
  undelivered: ['bad', 'bad', 'Not delivered'],
  skipped: ['bad', '', 'Left out'],
  unknown: ['info', 'warn'],
  retry: ['time', 'warn', 'Will be sent again'],
  accepted: ['send', 'info'],
  sent: ['send', 'info'],
  delivered: ['ok', 'ok'],
  read: ['ok', 'ok'],
  opted_in: ['ok', 'ok', 'Said yes'],
  opted_out: ['bad', 'bad'],
  approved: ['ok', 'ok'],
  submitted: ['time', 'info', 'In review'],
  pending: ['time', 'info', 'In review'],
  rejected: ['bad', 'bad', 'Refused'],
  disabled: ['bad', 'bad'],
  enabled: ['ok', 'ok'],
  dead_letter: ['bad', 'bad', 'Given up'],
  active: ['ok', 'ok'],
  invited: ['time', 'info'],
  succeeded: ['ok', 'ok', 'Done'],
  running: ['send', 'info'],
  queued: ['time', '', 'Waiting'],
};

/** What a status is called. */
export const wordOf = (status: string): string => LOOKS[status]?.[2] ?? capital(status.replaceAll('_', ' '));

/** A status as a word with an icon: colour alone says nothing to many. */
export function Chip({ status, word }: { readonly status: string; readonly word?: string }) {
  const [icon, tone = ''] = LOOKS[status] ?? ['info'];
  return (
    <span class={`chip ${tone}`}>
      <Icon name={icon} />
      {word ?? wordOf(status)}
    </span>
  );
}
