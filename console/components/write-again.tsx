import { useLocation } from 'preact-iso/router';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Campaign, type Report, type Schemas } from '../services/api.ts';
import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { canTap } from '../services/progress.ts';
import { Button } from './button.tsx';
import { Fault } from './fault.tsx';

const AUDIENCES: readonly (readonly [Schemas['RetargetAudience'], string])[] = [
  ['not_delivered', 'who did not get it'],
  ['not_read', 'who did not read it'],
  ['not_tapped', 'who did not tap'],
  ['tapped', 'who tapped'],
];

/** Of the campaign's own name; with the words a name has at most 200 characters. */
const MAX_KEPT = 170;

/** How many the API would find now: it asks whom the campaign was sent to, also those of whom WhatsApp never told. */
function peopleOf({ totals, button_analytics: taps }: Report): Readonly<Record<string, number>> {
  const sent = totals.accepted + totals.failed + totals.unknown;
  const tapped = taps?.unique_customers ?? 0;
  return {
    not_delivered: sent - totals.delivered,
    not_read: sent - totals.read,
    not_tapped: sent - tapped,
    tapped,
  };
}

/** A new draft for some of those whom it was sent to. Who they are is asked when that one begins. */
export function WriteAgain({ campaign, report }: { readonly campaign: Campaign; readonly report: Report }) {
  const numbers = peopleOf(report);
  const { id, name } = campaign;
  const { route } = useLocation();
  const writing = useAction(async (who: Schemas['RetargetAudience'], words: string) => {
    const body = { who, name: `${name.slice(0, MAX_KEPT)}: ${words}` };
    const draft = await answerOf(api.POST('/v1/campaigns/{id}/retarget', { params: { path: { id } }, body }));
    route(link(`/campaigns/${draft.id}/edit/message`));
  });
  const shown = AUDIENCES.filter(([who]) => canTap(campaign) || !who.endsWith('tapped'));
  return (
    <section class="stack">
      <h2>Write again to those</h2>
      <div class="row">
        {shown.map(([who, words]) => (
          <Button key={who} needs="conversations:view" busy={writing.isBusy} onClick={() => writing.run(who, words)}>
            {count(numbers[who] ?? 0)} {words}
          </Button>
        ))}
      </div>
      <Fault>{writing.fault}</Fault>
    </section>
  );
}
