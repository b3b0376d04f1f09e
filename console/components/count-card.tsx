import type { Campaign } from '../services/api.ts';
import { textName } from '../services/content-name.ts';
import { mayCount, type Counting } from '../services/counting.ts';
import { count } from '../services/format.ts';
import { NOBODY } from '../services/words.ts';
import { AudienceCount, Reasons } from './audience-count.tsx';
import { Skeleton } from './loaded.tsx';
import { Notice } from './notice.tsx';

/** How many people a draft reaches. While it is counted anew, the old number is grey. */
export function CountCard({
  counting: { preflight, isCounting, fault },
  isChosen,
  contents,
  of,
  audienceHref,
  words = 'will get it',
}: {
  readonly counting: Counting;
  readonly isChosen: boolean;
  /** The texts of a campaign beside its first. */
  readonly contents?: Campaign['contents'];
  /** The campaign that has these people and is saved. */
  readonly of?: string | undefined;
  /** Where all are who are chosen, whether they get it or not. */
  readonly audienceHref?: string | undefined;
  readonly words?: string;
}) {
  if (!isChosen) return <div class="card meta">Nobody is chosen yet. The number of people will be here.</div>;
  if (!mayCount()) return <NotCounted />;
  if (fault) return <Notice tone="bad">Could not count: {fault} Nothing was sent.</Notice>;
  if (!preflight)
    return (
      <div class="card">
        <Skeleton lines={2} what="the number of people" />
      </div>
    );
  const { reach, left_out, audience, sample } = preflight;
  return (
    <section
      class={`card stack ${isCounting ? 'stale' : ''}`}
      aria-label="Reach"
      aria-busy={isCounting ? 'true' : undefined}
    >
      <p>
        <strong class="big figures">
          {sample && 'about '}
          <AudienceCount of={of}>{count(reach.total)}</AudienceCount>
        </strong>{' '}
        of <a href={audienceHref}>{count(audience)}</a> {words}
      </p>
      {reach.by_content.length > 1 &&
        reach.by_content.map(({ content_key, people }) => (
          <p key={content_key} class="meta figures">
            {textName(contents, content_key)}{' '}
            <AudienceCount of={of} content={content_key}>
              {count(people)}
            </AudienceCount>
          </p>
        ))}
      <Reasons of={of} counts={left_out.by_reason} as="p" />
      {reach.total === 0 && <Notice tone="warn">{NOBODY}</Notice>}
    </section>
  );
}

export function NotCounted() {
  return <Notice tone="info">Counting people needs conversations:view.</Notice>;
}
