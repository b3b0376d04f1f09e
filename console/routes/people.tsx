import { useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';

import { Button, LinkButton } from '../components/button.tsx';
import { CustomerTable, NOT_SAID } from '../components/customer-table.tsx';
import { Empty } from '../components/empty.tsx';
import { ExportButton } from '../components/export-button.tsx';
import { Input, Select } from '../components/input.tsx';
import { Listed } from '../components/listed.tsx';
import { PeopleTabs } from '../components/people-tabs.tsx';
import { Page } from '../components/page.tsx';
import { answerOf, api, type Schemas } from '../services/api.ts';
import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';
import { useSegments } from '../services/segments.ts';
import { wordOf } from '../services/word-of.ts';

const CONSENTS = [
  ['', 'Any'],
  ['opted_in', wordOf('opted_in')],
  ['opted_out', wordOf('opted_out')],
  ['unknown', NOT_SAID],
] as const;

type Consent = Schemas['Customer']['consent']['status'];

/** Everybody who is known, newest first; found by a segment, a tag, what they said to messages, or their number. */
export default function People() {
  const { query, route } = useLocation();
  const { tag, number, segment, consent } = query;
  const filter = {
    ...(tag && { tag }),
    ...(number && { phone_number: number }),
    ...(segment && { segment_id: segment }),
    ...(consent && { consent: consent as Consent }),
  };
  const found = { tag, number, segment, consent };
  const key = JSON.stringify(filter);
  return (
    <Page
      title="People"
      actions={
        <>
          <ExportButton key={key} of={{ kind: 'customers', filter }} />
          {may('customers:manage') && (
            <LinkButton kind="main" href={link('/people/import')}>
              Import
            </LinkButton>
          )}
        </>
      }
      below={<PeopleTabs />}
    >
      <Search found={found} onSearch={(sought) => route(link('/people', { ...found, ...sought }))} />
      <Listed
        isCounted
        what="the people"
        path="/people"
        query={found}
        load={(page, signal) =>
          answerOf(api.GET('/v1/customers', { params: { query: { limit: 50, ...filter, ...page } }, signal }))
        }
        empty={<Nobody isFiltered={key !== '{}'} />}
      >
        {(customers) => <CustomerTable customers={customers} />}
      </Listed>
    </Page>
  );
}

type Sought = Readonly<Record<string, string | undefined>>;

/** What is chosen holds at once, what is typed once it is entered. */
function Search({ found, onSearch }: { readonly found: Sought; readonly onSearch: (sought: Sought) => void }) {
  const [tag, setTag] = useState(found['tag'] ?? '');
  const [number, setNumber] = useState(found['number'] ?? '');
  const segments = useSegments();
  return (
    <form
      class="row end"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch({ tag: tag.trim(), number: number.replaceAll(/[\s().-]/g, '') });
      }}
    >
      {segments.length > 0 && (
        <Select
          label="Segment"
          value={found['segment'] ?? ''}
          options={[['', 'Any'], ...segments.map(({ id, name }) => [id, name] as const)]}
          onChange={(segment) => onSearch({ segment })}
        />
      )}
      <Select
        label="Messages"
        value={found['consent'] ?? ''}
        options={CONSENTS}
        onChange={(consent) => onSearch({ consent })}
      />
      <Input label="Tag" type="search" value={tag} onInput={setTag} />
      <Input label="Number" type="tel" placeholder="+4915112345678" value={number} onInput={setNumber} />
      <Button type="submit">Search</Button>
    </form>
  );
}

function Nobody({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty>Nobody fits. Numbers are written with their country: +4915112345678.</Empty>;
  return (
    <Empty action={may('customers:manage') && <LinkButton href={link('/people/import')}>Import a file</LinkButton>}>
      Nobody is known yet. Import the people who said yes to messages from you.
    </Empty>
  );
}
