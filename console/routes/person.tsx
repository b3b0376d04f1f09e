import { useRoute } from 'preact-iso/router';

import { Chip } from '../components/chip.tsx';
import { EraseButton } from '../components/erase-button.tsx';
import { Facts } from '../components/facts.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { Timeline } from '../components/timeline.tsx';
import { answerOf, api } from '../services/api.ts';
import { language, nameOf } from '../services/format.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';

/** One person: what is known, what they agreed to, and what they did. */
export default function Person() {
  const { params } = useRoute();
  const { id = '' } = params;
  const person = useLive(
    (signal) => answerOf(api.GET('/v1/customers/{id}', { params: { path: { id } }, signal })),
    [id],
  );
  return (
    <Page
      title={person.data ? nameOf(person.data) : 'Person'}
      status={
        person.data && (
          <Chip
            status={person.data.consent.status}
            word={person.data.consent.status === 'unknown' ? 'Not said yes' : undefined}
          />
        )
      }
      actions={person.data && may('customers:manage') && <EraseButton customer={person.data} />}
    >
      <Loaded from={person} what="the person" lines={6}>
        {(customer) => (
          <div class="stack">
            {customer.suppressed && (
              <Notice tone="warn">
                The number takes no messages ({customer.suppressed.code}). That ends when they write or say yes again.
              </Notice>
            )}
            {customer.same_as && (
              <Notice tone="info">
                Another customer stands for the same person; this one is not written to any more.
              </Notice>
            )}
            <Facts
              facts={[
                ['Number', customer.phone_number],
                ['Language', customer.language && language(customer.language)],
                ['Time zone', customer.timezone],
                ['Tags', customer.tags.join(', ')],
                ...Object.entries(customer.attributes).map(([name, value]) => [name, String(value)] as const),
              ]}
            />
            <Timeline key={customer.id} customer={customer} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
