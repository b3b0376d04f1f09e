import { useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';

import { Button, LinkButton } from '../components/button.tsx';
import { CustomerTable } from '../components/customer-table.tsx';
import { Empty } from '../components/empty.tsx';
import { Input } from '../components/input.tsx';
import { Loaded } from '../components/loaded.tsx';
import { More } from '../components/more.tsx';
import { Page } from '../components/page.tsx';
import { answerOf, api } from '../services/api.ts';
import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';

/** Everybody who is known, newest first; found by a tag or by their number. */
export default function People() {
  const { query, route } = useLocation();
  const { tag, number, cursor } = query;
  const list = useLive(
    (signal) =>
      answerOf(
        api.GET('/v1/customers', {
          params: {
            query: {
              limit: 50,
              count: 'true',
              ...(tag && { tag }),
              ...(number && { phone_number: number }),
              ...(cursor && { cursor }),
            },
          },
          signal,
        }),
      ),
    [tag, number, cursor],
  );
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
    >
      <Search tag={tag ?? ''} number={number ?? ''} onSearch={(found) => route(link('/people', found))} />
      <Loaded from={list} what="the people" lines={8}>
        {({ data, next_cursor, count: found }) => (
          <div class="stack">
            {found && (
              <p>
                <strong class="figures">{count(found.value)}</strong> {found.complete ? '' : 'or more '}
                {found.value === 1 ? 'person' : 'people'}
              </p>
            )}
            {data.length > 0 ? <CustomerTable customers={data} /> : <Nobody isFiltered={!!(tag || number)} />}
            <More
              next={next_cursor ? link('/people', { tag, number, cursor: next_cursor }) : undefined}
              first={cursor ? link('/people', { tag, number }) : undefined}
            />
          </div>
        )}
      </Loaded>
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
