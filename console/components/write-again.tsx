import { useLocation } from 'preact-iso/router';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Campaign, type Report, type Schemas } from '../services/api.ts';
import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { canTap } from '../services/progress.ts';
import { Button } from './button.tsx';
import { Fault } from './fault.tsx';

/** Of the campaign's own name; with the words a name has at most 200 characters. */
const MAX_KEPT = 170;

/** Who there is, and how many the API would find now: it asks whom it was sent to, also those of whom WhatsApp never told. */
function audiencesOf({ totals, button_analytics: taps }: Report) {
  const sent = totals.accepted + totals.failed + totals.unknown;
  const tapped = taps?.unique_customers ?? 0;
  return [
    ['not_delivered', 'who did not get it', sent - totals.delivered],
    ['not_read', 'who did not read it', sent - totals.read],
    ['not_tapped', 'who did not tap', sent - tapped],
    ['tapped', 'who tapped', tapped],
  ] as const;
}

/** A new draft for some of those whom it was sent to. Who they are is asked when that one begins. */
export function WriteAgain({ campaign, report }: { readonly campaign: Campaign; readonly report: Report }) {
  const { id, name } = campaign;
  const { route } = useLocation();
  const writing = useAction(async (who: Schemas['RetargetAudience'], words: string) => {
    const body = { who, name: `${name.slice(0, MAX_KEPT)}: ${words}` };
    const draft = await answerOf(api.POST('/v1/campaigns/{id}/retarget', { params: { path: { id } }, body }));
    route(link(`/campaigns/${draft.id}/edit/message`));
  });
  const shown = audiencesOf(report).filter(([who]) => canTap(campaign) || !who.endsWith('tapped'));
  return (
    <section class="stack">
      <h2>Write again to those</h2>
      <div class="row">
        {shown.map(([who, words, number]) => (
          <Button key={who} needs="conversations:view" busy={writing.isBusy} onClick={() => writing.run(who, words)}>
            {count(number)} {words}
          </Button>
        ))}
      </div>
      <Fault>{writing.fault}</Fault>
    </section>
  );
}
