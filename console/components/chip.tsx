import { wordOf } from '../services/word-of.ts';
import { Icon, type IconName } from './icon.tsx';

type Look = readonly [icon: IconName, tone?: string];

const LOOKS: Readonly<Record<string, Look>> = {
  draft: ['draft'],
  scheduled: ['time', 'info'],
  sending: ['send', 'info'],
  paused: ['pause', 'warn'],
  completed: ['ok', 'ok'],
  cancelled: ['bad'],
  failed: ['bad', 'bad'],
  undelivered: ['bad', 'bad'],
  skipped: ['bad'],
  unknown: ['info', 'warn'],
  retry: ['time', 'warn'],
  accepted: ['send', 'info'],
  sent: ['send', 'info'],
  delivered: ['ok', 'ok'],
  read: ['ok', 'ok'],
  opted_in: ['ok', 'ok'],
  opted_out: ['bad', 'bad'],
  approved: ['ok', 'ok'],
  submitted: ['time', 'info'],
  pending: ['time', 'info'],
  rejected: ['bad', 'bad'],
  disabled: ['bad', 'bad'],
  enabled: ['ok', 'ok'],
  dead_letter: ['bad', 'bad'],
  active: ['ok', 'ok'],
  invited: ['time', 'info'],
  succeeded: ['ok', 'ok'],
  running: ['send', 'info'],
  queued: ['time'],
};

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
