import { useState } from 'preact/hooks';

import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { Empty } from '../components/empty.tsx';
import { Fault } from '../components/fault.tsx';
import { Listed } from '../components/listed.tsx';
import { Page } from '../components/page.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { useAction } from '../services/action.ts';
import { announce } from '../services/announce.ts';
import { answerOf, api } from '../services/api.ts';
import { language } from '../services/format.ts';
import { link } from '../services/link.ts';
import { reviewCadence } from '../services/review-cadence.ts';

/** How long the provider takes to answer, in milliseconds, more or less. */
const SYNC_MS = 3000;

/** What WhatsApp has reviewed: its state, its reviewer's words, its quality. */
export default function Templates() {
  const [asked, setAsked] = useState(0);
  const syncing = useAction(async () => {
    await answerOf(api.POST('/v1/templates/sync'));
    announce('The provider is asked for its templates.');
    setTimeout(() => setAsked(asked + 1), SYNC_MS);
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
      <Listed
        key={asked}
        what="the templates"
        path="/templates"
        load={(page, signal) =>
          answerOf(api.GET('/v1/templates', { params: { query: { limit: 50, ...page } }, signal }))
        }
        every={({ data }, unchanged) => data.map((one) => reviewCadence(one, unchanged)).find(Boolean)}
        empty={
          <Empty>
            No templates yet. Herald makes one of each campaign with buttons; others come when WhatsApp is asked.
          </Empty>
        }
      >
        {(templates) => (
          <Table
            caption="Templates"
            isCaptionHidden
            rows={templates}
            keyOf={({ id }) => id}
            columns={[
              {
                name: 'Template',
                cell: ({ id, name, content }) => (
                  <>
                    <a href={link(`/templates/${id}`)}>{name}</a>
                    <div class="meta brief">{content?.body}</div>
                  </>
                ),
              },
              { name: 'State', cell: ({ status }) => <Chip status={status} /> },
              { name: 'Language', cell: ({ language: code }) => language(code), isExtra: true },
              { name: 'Category', value: ({ category }) => category, isExtra: true },
              { name: 'Quality', value: ({ quality }) => quality, isExtra: true },
              { name: 'Asked', cell: ({ last_synced_at }) => <Time at={last_synced_at} />, isExtra: true },
            ]}
          />
        )}
      </Listed>
    </Page>
  );
}
