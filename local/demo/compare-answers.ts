import type { Campaign } from '../../shared/campaign/campaign.ts';
import type { TrueAct } from '../twilio/engagement.ts';

/** Acts of people that were not accepted, or led elsewhere than their button says. */
export function compareAnswers(acts: readonly TrueAct[], buttons: Campaign['buttons']): string[] {
  const faults = acts.flatMap(({ kind, button, answer, said }) => {
    if (!(Number(answer) >= 200 && Number(answer) < 400)) return [`${kind} answered ${answer}`];
    const { url, forward_to } = buttons.find(({ title }) => title === button) ?? {};
    if (url && said !== url) return [`${kind} led to ${said} instead of ${url}`];
    if (forward_to && !said?.includes(forward_to)) return [`${kind} was not put through to ${forward_to}`];
    return [];
  });
  return [...Map.groupBy(faults, (fault) => fault)].map(([fault, { length }]) => `${length} × ${fault}`);
}
