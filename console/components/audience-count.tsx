import type { ComponentChildren } from 'preact';

import type { AudienceFigure } from '../services/audience.ts';
import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';
import { leftOut } from '../services/words.ts';

export interface AudienceCountProps extends AudienceFigure {
  /** The id of the campaign whose preflight it is of, unless it is of something unsaved: then it opens nobody. */
  readonly of: string | undefined;
  readonly children: ComponentChildren;
}

/** A number of a preflight, which opens exactly those whom it counts for who may see people. */
export function AudienceCount({ of, children, ...figure }: AudienceCountProps) {
  if (of === undefined || !may('customers:read')) return <>{children}</>;
  return <a href={link(`/campaigns/${of}/audience`, figure)}>{children}</a>;
}

export interface ReasonsProps extends Pick<AudienceCountProps, 'of'> {
  /** How many people, by the reason. */
  readonly counts: Readonly<Record<string, number>>;
  /** What the figures are named by. */
  readonly name?: 'outcome' | 'waits';
  /** What each stands in. */
  readonly as?: 'li' | 'p';
}

/** How many are left out for each reason, or wait by each rule. */
export function Reasons({ of, counts, name = 'outcome', as: Line = 'li' }: ReasonsProps) {
  return (
    <>
      {Object.entries(counts).map(
        ([reason, number]) =>
          number > 0 && (
            <Line key={reason} class="figures">
              <AudienceCount of={of} {...{ [name]: reason }}>
                {count(number)}
              </AudienceCount>{' '}
              {leftOut(reason, number)}
            </Line>
          ),
      )}
    </>
  );
}
