import { count } from '../services/format.ts';
import { link } from '../services/link.ts';

export interface PeopleLinkProps {
  /** The id of the campaign. */
  readonly of: string;
  /** As the page that it opens filters them. */
  readonly filter: Readonly<Record<string, string>>;
  readonly children: number;
}

/** A number of a campaign's people, which opens exactly them; and says so where more came in since it was counted. */
export function PeopleLink({ of, filter, children }: PeopleLinkProps) {
  return <a href={link(`/campaigns/${of}/people`, { ...filter, counted: String(children) })}>{count(children)}</a>;
}
