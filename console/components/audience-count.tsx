import type { ComponentChildren } from 'preact';

import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';
import { leftOut } from '../services/words.ts';

export interface AudienceCountProps {
  /** The id of the campaign whose preflight it is of, unless it is of something unsaved: then it opens nobody. */
  readonly of: string | undefined;
  readonly outcome?: string;
  /** The key of the content that they get. */
  readonly content?: string;
  readonly children: ComponentChildren;
}

/** A number of a preflight, which opens exactly those whom it counts for who may see people. */
export function AudienceCount({ of, children, ...figure }: AudienceCountProps) {
  if (of === undefined || !may('customers:read')) return <>{children}</>;
  return <a href={link(`/campaigns/${of}/audience`, figure)}>{children}</a>;
}

export interface LeftOutCountProps extends Pick<AudienceCountProps, 'of'> {
  readonly reason: string;
  readonly children: number;
}

/** How many are left out for a reason. */
export function LeftOutCount({ of, reason, children }: LeftOutCountProps) {
  return (
    <>
      <AudienceCount of={of} outcome={reason}>
        {count(children)}
      </AudienceCount>{' '}
      {leftOut(reason, children)}
    </>
  );
}
