import type { ComponentChildren } from 'preact';

import { Icon } from './icon.tsx';

export type Tone = 'ok' | 'warn' | 'bad' | 'info';

const WORDS: Readonly<Record<Tone, string>> = { ok: 'Done', warn: 'Worth knowing', bad: 'Problem', info: 'Note' };

export interface NoticeProps {
  readonly tone: Tone;
  readonly children: ComponentChildren;
  /** What to do about it. */
  readonly action?: ComponentChildren;
  /** Spoken at once. */
  readonly alert?: boolean;
}

/** A sentence of what happened, and what to do. */
export function Notice({ tone, children, action, alert }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={alert ? 'alert' : undefined}>
      <Icon name={tone} />
      <span class="hidden">{WORDS[tone]}: </span>
      <div>{children}</div>
      {action && <div class="actions">{action}</div>}
    </div>
  );
}
