import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api } from '../services/api.ts';
import { useLive } from '../services/live.ts';
import { Button } from './button.tsx';
import { Chip } from './chip.tsx';
import { Empty } from './empty.tsx';
import { Fault } from './fault.tsx';
import { Loaded } from './loaded.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

const PATH = '/v1/webhook-endpoints/{id}/deliveries';

/** What was sent to a webhook, and what came back: the newest page, and each before it. */
export function Deliveries({ id }: { readonly id: string }) {
  const [cursor, setCursor] = useState<string>();
  const query = { limit: 25, ...(cursor && { cursor }) };
  const list = useLive(
    (signal) => answerOf(api.GET(PATH, { params: { path: { id }, query }, signal })),
    [id, cursor],
    ({ data }) => (data.some(({ status }) => status === 'pending') ? 5000 : undefined),
  );
  const repeating = useAction(async (delivery_id: string) => {
    await answerOf(
      api.POST('/v1/webhook-endpoints/{id}/deliveries/{delivery_id}/replay', { params: { path: { id, delivery_id } } }),
    );
    list.refresh();
  });
  return (
    <Loaded from={list} what="the deliveries">
      {({ data, next_cursor }) =>
        data.length === 0 ? (
          <Empty>Nothing was sent there yet.</Empty>
        ) : (
          <>
            <Fault>{repeating.fault}</Fault>
            <Table
              caption="Deliveries"
              isCaptionHidden
              rows={data}
              keyOf={({ id: delivery }) => delivery}
              columns={[
                { name: 'Event', value: ({ event_type }) => event_type },
                { name: 'State', cell: ({ status }) => <Chip status={status} /> },
                { name: 'Answer', cell: ({ last_status_code, last_error }) => last_status_code ?? last_error ?? '–' },
                { name: 'Attempts', value: ({ attempts }) => attempts, isFigure: true, isExtra: true },
                { name: 'When', cell: ({ created_at }) => <Time at={created_at} />, isExtra: true },
                {
                  name: 'Actions',
                  isExtra: true,
                  cell: ({ id: delivery, status, event_type }) =>
                    status !== 'pending' && (
                      <Button
                        label={`Send ${event_type} again`}
                        busy={repeating.isBusy}
                        onClick={() => repeating.run(delivery)}
                      >
                        Again
                      </Button>
                    ),
                },
              ]}
            />
            <div class="actions">
              {cursor && <Button onClick={() => setCursor(undefined)}>Newest</Button>}
              {next_cursor && <Button onClick={() => setCursor(next_cursor)}>Older</Button>}
            </div>
          </>
        )
      }
    </Loaded>
  );
}
