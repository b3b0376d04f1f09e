import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Campaign, type Report, type Schemas } from '../services/api.ts';
import { count, counted, outOf, people } from '../services/format.ts';
import { isOver, jobCadence } from '../services/job-cadence.ts';
import { useLive } from '../services/live.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Fault } from './fault.tsx';

type Scope = 'failed' | 'unknown' | 'dead_letter';

type Choice = readonly [number: number, scope: Scope, words: string, button: string];

/** Of an answer whose news the report may still lack: how many times more both are looked at. */
const LOOKS_AFTER = 6;

export interface ReplayButtonProps {
  readonly campaign: Campaign;
  readonly report: Report;
  readonly onChange: () => void;
}

/** Sends again to some of its people, once it is said to how many and at which risk; or asks what became of them. */
export function ReplayButton({ campaign: { id, dead_letters }, report, onChange }: ReplayButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const [jobId, setJobId] = useState<string>();
  const { data: job } = useLive(
    async (signal) => {
      if (jobId) onChange();
      return jobId ? answerOf(api.GET('/v1/jobs/{id}', { params: { path: { id: jobId } }, signal })) : undefined;
    },
    [jobId],
    (seen, unchanged) => seen && jobCadence(unchanged < LOOKS_AFTER ? { status: '' } : seen, unchanged),
  );
  const asking = useAction(async () =>
    setJobId((await answerOf(api.POST('/v1/campaigns/{id}/reconcile', { params: { path: { id } } }))).job_id),
  );
  const replaying = useAction(async (scope: Scope) => {
    await answerOf(api.POST('/v1/campaigns/{id}/replay', { params: { path: { id } }, body: { scope } }));
    setOpen(false);
    onChange();
  });
  const choices = choicesOf(report, dead_letters);
  return (
    <>
      <Button
        needs="campaigns:send"
        onClick={() => {
          onChange();
          setOpen(true);
        }}
      >
        Send again…
      </Button>
      {isOpen && (
        <Dialog title="Send again to whom?" onClose={() => setOpen(false)}>
          {job && <p role="status">{askedWords(job)}</p>}
          {choices.length === 0 && <p>Nobody is left whom that would help.</p>}
          {choices.map(([, scope, words, button]) => (
            <div key={scope} class="stack">
              <p>{words}</p>
              <div class="row">
                {scope === 'unknown' && (
                  <Button busy={asking.isBusy || (job && !isOver(job))} onClick={asking.run}>
                    Ask WhatsApp again
                  </Button>
                )}
                <Button busy={replaying.isBusy} onClick={() => replaying.run(scope)}>
                  {button}
                </Button>
              </div>
            </div>
          ))}
          <Fault>{asking.fault ?? replaying.fault}</Fault>
          <div class="actions">
            <Button onClick={() => setOpen(false)}>Not now</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** How far WhatsApp was asked, or what came of it. */
function askedWords(job: Schemas['Job']): string {
  const { asked = 0, found = 0 } = job.progress;
  if (!isOver(job)) return `Asking WhatsApp: ${count(asked)} so far.`;
  if (job.status !== 'succeeded') return 'WhatsApp could not be asked about all of them.';
  return `WhatsApp knows about ${outOf(found, asked)}${found < asked ? `, but not about the other ${count(asked - found)}` : ''}.`;
}

/** Why somebody fails for good: Herald leaves them out, unless they have written or agreed since. */
const FOR_GOOD = ['bad_recipient', 'opted_out'];

function choicesOf({ totals: { failed, unknown }, failures }: Report, deadLetters: number): readonly Choice[] {
  const gone = failures.reduce((sum, one) => sum + (FOR_GOOD.includes(one.class) ? one.count : 0), 0);
  const all: readonly Choice[] = [
    [
      failed - gone,
      'failed',
      `For ${people(failed)} it failed.${gone > 0 ? ` Left out, as not on WhatsApp or opted out: ${count(gone)}.` : ''}`,
      `Send again to ${count(failed - gone)} whose reason can pass`,
    ],
    [
      unknown,
      'unknown',
      `For ${people(unknown)} WhatsApp never told us. Sending again may reach some of them twice.`,
      `Send again to ${people(unknown)}`,
    ],
    [
      deadLetters,
      'dead_letter',
      `Herald gave up on ${counted(deadLetters, 'group')} of up to 40 people. Nobody gets it twice.`,
      'Send to them',
    ],
  ];
  return all.filter(([number]) => number > 0);
}
