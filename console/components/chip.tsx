import { Icon, type IconName } from './icon.tsx';

type Look = readonly [icon: IconName, tone: string, word: string];

const LOOKS: Readonly<Record<string, Look>> = {
  draft: ['draft', '', 'Draft'],
  scheduled: ['time', 'info', 'Scheduled'],
  sending: ['send', 'info', 'Sending'],
  paused: ['pause', 'warn', 'Paused'],
  completed: ['ok', 'ok', 'Finished'],
  cancelled: ['bad', '', 'Cancelled'],
  failed: ['bad', 'bad', 'Failed'],
  undelivered: ['bad', 'bad', 'Not delivered'],
  skipped: ['bad', '', 'Left out'],
  unknown: ['info', 'warn', 'Unknown'],
  retry: ['time', 'warn', 'Will be sent again'],
  accepted: ['send', 'info', 'Accepted'],
  sent: ['send', 'info', 'Sent'],
  delivered: ['ok', 'ok', 'Delivered'],
  read: ['ok', 'ok', 'Read'],
  opted_in: ['ok', 'ok', 'Said yes'],
  opted_out: ['bad', 'bad', 'Opted out'],
  approved: ['ok', 'ok', 'Approved'],
  submitted: ['time', 'info', 'In review'],
  pending: ['time', 'info', 'In review'],
  rejected: ['bad', 'bad', 'Refused'],
  disabled: ['bad', 'bad', 'Disabled'],
  enabled: ['ok', 'ok', 'Enabled'],
  dead_letter: ['bad', 'bad', 'Given up'],
  active: ['ok', 'ok', 'Active'],
  invited: ['time', 'info', 'Invited'],
  succeeded: ['ok', 'ok', 'Done'],
  running: ['send', 'info', 'Running'],
  queued: ['time', '', 'Waiting'],
};

/** A status as a word with an icon: colour alone says nothing to many. */
export function Chip({ status, word }: { readonly status: string; readonly word?: string }) {
  const [icon, tone, usual] = LOOKS[status] ?? ['info', '', status.replaceAll('_', ' ')];
  return (
    <span class={`chip ${tone}`}>
      <Icon name={icon} />
      {word ?? usual}
    </span>
  );
}
