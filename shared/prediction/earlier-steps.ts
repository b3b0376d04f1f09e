import type { Customer } from '../customer/customer.ts';
import type { TracedMessage } from '../message/message.ts';
import { asRead, type StoredCourse } from './course.ts';
import { stepOf, type Step } from './past.ts';

/**
 * What became of what a page's people were sent in the campaigns that are known, but for one.
 * @param campaign_id the one that is planned @param read what a campaign's messages tell of the page's people
 * @returns the steps of each person who is asked for
 */
export async function earlierSteps(
  courses: readonly StoredCourse[],
  campaign_id: string,
  read: (course_id: string) => Promise<readonly TracedMessage[]>,
): Promise<(person: Pick<Customer, 'id' | 'timezone'>) => Step[]> {
  const known = courses.filter(({ id }) => id !== campaign_id).map(asRead);
  const sent = await Promise.all(
    known.map(async (course) => {
      const all = await read(course.id);
      return { course, all: new Map(all.map((message) => [message.customer_id, message])) };
    }),
  );
  return ({ id, timezone }) =>
    sent.flatMap(({ course, all }) => {
      const message = all.get(id);
      return message ? [stepOf(course, message, timezone)] : [];
    });
}
