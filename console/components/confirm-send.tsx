import { useState } from 'preact/hooks';

import type { Preflight } from '../services/api.ts';
import { atTime, money } from '../services/format.ts';
import { listCampaigns } from '../services/list-campaigns.ts';
import { useLive } from '../services/live.ts';
import { recurrenceWords, type Recurrence } from '../services/recurrence.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Input } from './input.tsx';
import { Time } from './time.tsx';

/** A campaign is far larger than others when it has more than so many times the people of the largest. */
const MANY_TIMES = 10;

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

/** The last question; what cannot be taken back stands in it. Everyone, and far more people than ever, are asked for by number. */
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
  const largest = useLive(async (signal) => {
    if (isEveryone) return undefined;
    const { data } = await listCampaigns({ limit: 100 }, signal);
    return Math.max(...data.map(({ totals }) => totals?.recipients ?? 0));
  }, []);
  const isLarge = !!largest.data && reach.total > MANY_TIMES * largest.data;
  const what = isEveryone ? 'This is everyone' : isLarge && 'This is far more than ever before';
  const isSure = !what || Number(typed) === reach.total;
  return (
    <Dialog title={`${words}?`} onClose={onClose}>
      <p>
        {recurrence ? (
          `It is sent ${recurrenceWords(recurrence)}, to whoever fits then,`
        ) : at ? (
          <>
            It begins <Time at={at} as={atTime} />,
          </>
        ) : (
          `It begins${waits || ' at once'}`
        )}{' '}
        and costs about {money(cost.amount, cost.currency)}
        {recurrence && ' each time'}. You can {isLater && 'cancel it until it begins, then '}pause it; what has gone out
        cannot be taken back.
      </p>
      {what && <Input label={`${what}. Type ${reach.total} to go on.`} value={typed} onInput={setTyped} />}
      <div class="actions">
        <Button onClick={onClose}>Not yet</Button>
        <Button
          kind="main"
          busy={largest.isLoading}
          reason={isSure ? undefined : 'Type the number first'}
          onClick={onSend}
        >
          {words}
        </Button>
      </div>
    </Dialog>
  );
}
