import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Campaign, type Report } from '../services/api.ts';
import { count, counted, people } from '../services/format.ts';
import { may } from '../services/scopes.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Fault } from './fault.tsx';

type Scope = 'failed' | 'unknown' | 'dead_letter';

type Choice = readonly [number: number, scope: Scope, words: string, button: string];

/** Sends again to some of its people, once it is said to how many and at which risk. */
export function ReplayButton({
  campaign: { id, dead_letters },
  onChange,
}: {
  readonly campaign: Campaign;
  readonly onChange: () => void;
}) {
  const [choices, setChoices] = useState<readonly Choice[]>();
  const looking = useAction(async () => {
    const report = await answerOf(api.GET('/v1/campaigns/{id}/report', { params: { path: { id } } }));
    setChoices(choicesOf(report, dead_letters));
  });
  const replaying = useAction(async (scope: Scope) => {
    await answerOf(api.POST('/v1/campaigns/{id}/replay', { params: { path: { id } }, body: { scope } }));
    setChoices(undefined);
    onChange();
  });
  if (!may('analytics:view')) return null;
  return (
    <>
      <Button needs="campaigns:send" busy={looking.isBusy} onClick={looking.run}>
        Send again…
      </Button>
      <Fault>{looking.fault ?? replaying.fault}</Fault>
      {choices && (
        <Dialog title="Send again to whom?" onClose={() => setChoices(undefined)}>
          {choices.length === 0 && <p>Nobody is left whom that would help.</p>}
          {choices.map(([, scope, words, button]) => (
            <div key={scope} class="stack">
              <p>{words}</p>
              <div>
                <Button busy={replaying.isBusy} onClick={() => replaying.run(scope)}>
                  {button}
                </Button>
              </div>
            </div>
          ))}
          <div class="actions">
            <Button onClick={() => setChoices(undefined)}>Not now</Button>
          </div>
        </Dialog>
      )}
    </>
  );
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
      `Herald gave up on ${counted(deadLetters, 'group')} of up to 40 people. None of them gets it twice.`,
      'Send to them',
    ],
  ];
  return all.filter(([number]) => number > 0);
}
