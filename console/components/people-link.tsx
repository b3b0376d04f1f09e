import { count } from '../services/format.ts';
import { link } from '../services/link.ts';

/** What people of a campaign are filtered by, as their page names it. */
type PeopleFilter = Readonly<Record<string, string>>;

/**
 * A number of a campaign's people, which opens exactly them; and says so where more came in since it was counted.
 * @param of the id of the campaign
 */
export const peopleLink = (of: string, people: number, filter: PeopleFilter) => (
  <a href={link(`/campaigns/${of}/people`, { ...filter, counted: String(people) })}>{count(people)}</a>
);
