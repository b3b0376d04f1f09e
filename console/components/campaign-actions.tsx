import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Campaign, type Report } from '../services/api.ts';
import { announce } from '../services/announce.ts';
import { people } from '../services/format.ts';
import { Button } from './button.tsx';
import { CloneButton } from './clone-button.tsx';
import { Dialog } from './dialog.tsx';
import { Fault } from './fault.tsx';
import { ReplayButton } from './replay-button.tsx';

const STOPPABLE = ['scheduled', 'sending', 'paused'];

export interface CampaignActionsProps {
  readonly campaign: Campaign;
  /** Absent for who may not see it, and before it began. */
  readonly report: Report | undefined;
  readonly onChange: () => void;
}

/** What can be done with a campaign now. Pausing is safe and asks nothing; stopping for good does. One that has begun can be sent again. */
export function CampaignActions({ campaign, report, onChange }: CampaignActionsProps) {
  const { id, status, progress, recurrence } = campaign;
  const [isAsking, setAsking] = useState(false);
  const acting = useAction(async (verb: 'pause' | 'resume' | 'cancel', done: string) => {
    setAsking(false);
    await answerOf(api.POST(`/v1/campaigns/{id}/${verb}`, { params: { path: { id } } }));
    announce(done);
    onChange();
  });
  const waiting = progress ? progress.planned - progress.settled : 0;
  return (
    <>
      {status === 'sending' && (
        <Button
          kind="main"
          needs="campaigns:send"
          busy={acting.isBusy}
          onClick={() => acting.run('pause', 'Paused. What was handed over just now may still arrive.')}
        >
          Pause sending
        </Button>
      )}
      {status === 'paused' && (
        <Button
          kind="main"
          needs="campaigns:send"
          busy={acting.isBusy}
          onClick={() => acting.run('resume', 'Sending goes on.')}
        >
          {waiting > 0 ? `Resume for ${people(waiting)}` : 'Resume'}
        </Button>
      )}
      {STOPPABLE.includes(status) && (
        <Button needs="campaigns:send" busy={acting.isBusy} onClick={() => setAsking(true)}>
          {recurrence ? 'Stop' : 'Cancel'}
        </Button>
      )}
      {report && status !== 'sending' && <ReplayButton campaign={campaign} report={report} onChange={onChange} />}
      <CloneButton campaign={campaign} />
      <Fault>{acting.fault}</Fault>
      {isAsking && (
        <Dialog title="Stop for good?" onClose={() => setAsking(false)}>
          <p>
            {waiting > 0 && `Still waiting: ${people(waiting)}. `}
            {progress && 'Nobody else will get it. '}
            {recurrence
              ? 'No date comes any more; those that were sent stay. A clone can begin anew.'
              : 'This cannot be resumed; pausing can.'}
          </p>
          <div class="actions">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button kind="danger" onClick={() => acting.run('cancel', 'Stopped.')}>
              Stop for good
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
