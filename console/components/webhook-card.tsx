import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Schemas } from '../services/api.ts';
import { eventWords } from '../services/record-words.ts';
import { Button } from './button.tsx';
import { Chip } from './chip.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { Deliveries } from './deliveries.tsx';
import { Fault } from './fault.tsx';

export interface WebhookCardProps {
  readonly endpoint: Schemas['WebhookEndpoint'];
  readonly onChange: () => void;
}

export function WebhookCard({ endpoint, onChange }: WebhookCardProps) {
  const { id, url, status, status_reason, events } = endpoint;
  const params = { path: { id } };
  const [isOpen, setOpen] = useState(false);
  const switching = useAction(async () => {
    await answerOf(
      api.PATCH('/v1/webhook-endpoints/{id}', {
        params,
        body: { status: status === 'enabled' ? 'disabled' : 'enabled' },
      }),
    );
    onChange();
  });
  const testing = useAction(async () => {
    await answerOf(api.POST('/v1/webhook-endpoints/{id}/test', { params }));
    setOpen(true);
  });
  return (
    <article class="card stack">
      <div class="row">
        <h3>{url}</h3>
        <Chip status={status} />
      </div>
      {status_reason && <p>{status_reason}</p>}
      <ul class="bare meta">
        {events.map((type) => (
          <li key={type}>
            {eventWords(type)} <code>{type}</code>
          </li>
        ))}
      </ul>
      <Fault>{switching.fault ?? testing.fault}</Fault>
      <div class="actions">
        <Button busy={testing.isBusy} onClick={testing.run}>
          Send a test
        </Button>
        <Button busy={switching.isBusy} onClick={switching.run}>
          {status === 'enabled' ? 'Disable' : 'Enable'}
        </Button>
        <Button expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Deliveries
        </Button>
        <ConfirmButton
          word="Delete"
          name={url}
          consequence="Nothing is sent there any more, and its deliveries are forgotten."
          act={async () => {
            await answerOf(api.DELETE('/v1/webhook-endpoints/{id}', { params }));
            onChange();
          }}
        />
      </div>
      {isOpen && <Deliveries id={id} />}
    </article>
  );
}
