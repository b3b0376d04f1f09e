import type { Campaign } from '../services/api.ts';
import { count, counted, endWords, outOf } from '../services/format.ts';
import { useSpoken } from '../services/spoken.ts';
import { Progress } from './bar.tsx';

/** How many have their message, and when the last one will. The time is the API's: no bar moves by a guess. */
export function CampaignProgressCard({ campaign: { status, progress } }: { readonly campaign: Campaign }) {
  useSpoken(progress?.settled ?? 0, progress?.planned ?? 0, status === 'cancelled' ? undefined : 'done');
  if (!progress) return null;
  const { planned, settled, rate, eta } = progress;
  return (
    <section class="card stack" aria-label="Progress">
      <Progress label="Progress" done={settled} of={planned} />
      <p class="figures">
        {planned === 0 && status === 'sending' ? 'Looking for the people' : `${outOf(settled, planned)} done`}
        {status === 'sending' && rate > 0 && `, ${count(Math.round(rate))} a second`}
        {status === 'sending' && eta && endWords(eta)}
        {status === 'paused' && planned > settled && `; ${counted(planned - settled, 'waits', 'wait')}, nobody is lost`}
      </p>
    </section>
  );
}
