import { useState } from 'preact/hooks';

import type { Preflight } from '../services/api.ts';
import { atTime, money } from '../services/format.ts';
import { recurrenceWords, type Recurrence } from '../services/recurrence.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Input } from './input.tsx';

export interface ConfirmSendProps {
  readonly words: string;
  /** What it waits for before it begins, as the rest of a sentence; empty: for nothing. */
  readonly waits: string;
  /** Local time; empty: now. */
  readonly at: string;
  readonly recurrence: Recurrence | undefined;
  readonly preflight: Preflight;
  readonly isEveryone: boolean;
  readonly onClose: () => void;
  readonly onSend: () => void;
}

/** The last question; what cannot be taken back stands in it. Everyone is asked for by number. */
export function ConfirmSend({
  words,
  waits,
  at,
  recurrence,
  preflight,
  isEveryone,
  onClose,
  onSend,
}: ConfirmSendProps) {
  const { reach, cost } = preflight;
  const isLater = at || recurrence;
  const [typed, setTyped] = useState('');
  const isSure = !isEveryone || typed.trim() === String(reach.total);
  return (
    <Dialog title={`${words}?`} onClose={onClose}>
      <p>
        {recurrence
          ? `It is sent ${recurrenceWords(recurrence)}, to whoever fits then,`
          : at
            ? `It begins ${atTime(at)},`
            : `It begins${waits || ' at once'}`}{' '}
        and costs about {money(cost.amount, cost.currency)}
        {recurrence && ' each time'}. You can {isLater && 'cancel it until it begins, then '}pause it; what has gone out
        cannot be taken back.
      </p>
      {isEveryone && (
        <Input label={`This is everyone. Type ${reach.total} to go on.`} value={typed} onInput={setTyped} />
      )}
      <div class="actions">
        <Button onClick={onClose}>Not yet</Button>
        <Button kind="main" reason={isSure ? undefined : 'Type the number first'} onClick={onSend}>
          {words}
        </Button>
      </div>
    </Dialog>
  );
}
