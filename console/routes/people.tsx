import { useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';

import { Button, LinkButton } from '../components/button.tsx';
import { CustomerTable } from '../components/customer-table.tsx';
import { Empty } from '../components/empty.tsx';
import { Input } from '../components/input.tsx';
import { Listed } from '../components/listed.tsx';
import { PeopleTabs } from '../components/people-tabs.tsx';
import { Page } from '../components/page.tsx';
import { answerOf, api } from '../services/api.ts';
import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';

/** Everybody who is known, newest first; found by a tag or by their number. */
export default function People() {
  const { query, route } = useLocation();
  const { tag, number } = query;
  return (
    <Page
      title="People"
      actions={
        may('customers:manage') && (
          <LinkButton kind="main" href={link('/people/import')}>
            Import
          </LinkButton>
        )
      }
      below={<PeopleTabs />}
    >
      <Search tag={tag ?? ''} number={number ?? ''} onSearch={(found) => route(link('/people', found))} />
      <Listed
        isCounted
        what="the people"
        path="/people"
        query={{ tag, number }}
        load={(page, signal) =>
          answerOf(
            api.GET('/v1/customers', {
              params: {
                query: {
                  limit: 50,
                  ...(tag && { tag }),
                  ...(number && { phone_number: number }),
                  ...page,
                },
              },
              signal,
            }),
          )
        }
        empty={<Nobody isFiltered={!!(tag || number)} />}
      >
        {(customers) => <CustomerTable customers={customers} />}
      </Listed>
    </Page>
  );
}

interface SearchProps {
  readonly tag: string;
  readonly number: string;
  readonly onSearch: (found: { readonly tag: string; readonly number: string }) => void;
}

function Search({ tag, number, onSearch }: SearchProps) {
  const [typed, setTyped] = useState({ tag, number });
  return (
    <form
      class="row end"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch({ tag: typed.tag.trim(), number: typed.number.replaceAll(/[\s().-]/g, '') });
      }}
    >
      <Input label="Tag" type="search" value={typed.tag} onInput={(value) => setTyped({ ...typed, tag: value })} />
      <Input
        label="Number"
        type="tel"
        placeholder="+4915112345678"
        value={typed.number}
        onInput={(value) => setTyped({ ...typed, number: value })}
      />
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
