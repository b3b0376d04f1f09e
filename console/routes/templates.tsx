import { useLocation } from 'preact-iso/router';

import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { Empty } from '../components/empty.tsx';
import { Fault } from '../components/fault.tsx';
import { Loaded } from '../components/loaded.tsx';
import { More } from '../components/more.tsx';
import { Page } from '../components/page.tsx';
import { Table } from '../components/table.tsx';
import { useAction } from '../services/action.ts';
import { announce } from '../services/announce.ts';
import { answerOf, api } from '../services/api.ts';
import { language, when } from '../services/format.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';

/** What WhatsApp has reviewed: its state, its reviewer's words, its quality. */
export default function Templates() {
  const { query } = useLocation();
  const { cursor } = query;
  const list = useLive(
    (signal) =>
      answerOf(api.GET('/v1/templates', { params: { query: { limit: 50, ...(cursor && { cursor }) } }, signal })),
    [cursor],
    ({ data }, unchanged) =>
      data.some(({ status }) => status === 'submitted') ? (unchanged > 30 ? 120_000 : 20_000) : undefined,
  );
  const syncing = useAction(async () => {
    await answerOf(api.POST('/v1/templates/sync'));
    announce('The provider is asked for its templates.');
    setTimeout(list.refresh, 3000);
  });
  return (
    <Page
      title="Templates"
      actions={
        <Button needs="conversations:view" busy={syncing.isBusy} onClick={syncing.run}>
          Ask WhatsApp again
        </Button>
      }
    >
      <Fault>{syncing.fault}</Fault>
      <Loaded from={list} what="the templates" lines={6}>
        {({ data, next_cursor }) => (
          <div class="stack">
            {data.length === 0 ? (
              <Empty>
                No templates yet. Herald makes one of each campaign with buttons; those that you made elsewhere come
                when WhatsApp is asked.
              </Empty>
            ) : (
              <Table
                caption="Templates"
                isCaptionHidden
                rows={data}
                keyOf={({ id }) => id}
                columns={[
                  { name: 'Template', cell: ({ id, name }) => <a href={link(`/templates/${id}`)}>{name}</a> },
                  { name: 'State', cell: ({ status }) => <Chip status={status} /> },
                  { name: 'Language', cell: ({ language: code }) => language(code), isExtra: true },
                  { name: 'Category', cell: ({ category }) => category ?? '–', isExtra: true },
                  { name: 'Quality', cell: ({ quality }) => quality ?? '–', isExtra: true },
                  { name: 'Asked', cell: ({ last_synced_at }) => when(last_synced_at), isExtra: true },
                ]}
              />
            )}
            <More
              next={next_cursor ? link('/templates', { cursor: next_cursor }) : undefined}
              first={cursor ? link('/templates') : undefined}
            />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
