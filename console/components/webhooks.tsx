import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api } from '../services/api.ts';
import { useLive } from '../services/live.ts';
import { CreateForm } from './create-form.tsx';
import { Empty } from './empty.tsx';
import { Input } from './input.tsx';
import { Loaded } from './loaded.tsx';
import { Once } from './once.tsx';
import { WebhookCard } from './webhook-card.tsx';

/** Where other systems hear what happens. A tenant has no more of them than a page holds. */
export function Webhooks() {
  const endpoints = useLive(
    (signal) => answerOf(api.GET('/v1/webhook-endpoints', { params: { query: { limit: 100 } }, signal })),
    [],
  );
  return (
    <section class="stack">
      <NewEndpoint onMade={endpoints.refresh} />
      <Loaded from={endpoints} what="the webhooks" lines={4}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty>No other system hears what happens yet.</Empty>
          ) : (
            <div class="stack">
              {data.map((endpoint) => (
                <WebhookCard key={endpoint.id} endpoint={endpoint} onChange={endpoints.refresh} />
              ))}
            </div>
          )
        }
      </Loaded>
    </section>
  );
}

function NewEndpoint({ onMade }: { readonly onMade: () => void }) {
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState<string>();
  const making = useAction(async () => {
    const made = await answerOf(api.POST('/v1/webhook-endpoints', { body: { url } }));
    setSecret(made.secret);
    setUrl('');
    onMade();
  });
  return (
    <CreateForm title="A new webhook" word="Add" act={making} reason={url ? undefined : 'Enter an address'}>
      <Input
        label="Address"
        type="url"
        placeholder="https://"
        hint="Gets taps, replies, opt-outs, purchases, and what becomes of campaigns."
        value={url}
        onInput={setUrl}
        fault={making.fault}
      />
      {secret && <Once what="The secret that signs them" secret={secret} />}
    </CreateForm>
  );
}
