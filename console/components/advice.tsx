import type { Schemas } from '../services/api.ts';
import { percent } from '../services/format.ts';
import { COMPARED_BY } from '../services/words.ts';
import { Notice } from './notice.tsx';

const SURE = { strong: 'Strong evidence', moderate: 'Some evidence', weak: 'Weak evidence' } as const;

/** What did better and how sure that is; and what is not clear yet. */
export function Advice({
  insights: { recommendations, not_yet_clear },
}: {
  readonly insights: Schemas['ButtonInsights'];
}) {
  return (
    <section class="stack">
      <h2>What to do</h2>
      {recommendations.length === 0 && <p>Nothing is clear enough yet to advise anything.</p>}
      {recommendations.map(({ dimension, advice, confidence, probability }) => (
        <Notice key={dimension} tone="info">
          {advice}{' '}
          <span class="meta">
            {SURE[confidence]}: better than the others with a probability of {percent(probability)}.
          </span>
        </Notice>
      ))}
      {not_yet_clear.map(({ dimension, detail }) => (
        <p key={dimension} class="meta">
          {COMPARED_BY[dimension]}: {detail}
        </p>
      ))}
    </section>
  );
}
