import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api } from '../services/api.ts';
import { scopeWords } from '../services/record-words.ts';
import { me, type Scope } from '../services/session.ts';
import { toggled } from '../services/toggled.ts';
import { useEarlier } from '../services/use-earlier.ts';
import { Choice } from './choice.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { CreateForm } from './create-form.tsx';
import { Fault } from './fault.tsx';
import { Growing } from './growing.tsx';
import { Input } from './input.tsx';
import { Once } from './once.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

const load = (page: { readonly cursor?: string }, signal?: AbortSignal) =>
  answerOf(api.GET('/v1/api-keys', { params: { query: { limit: 100, ...page } }, ...(signal && { signal }) }));

/** Keys by which programs call Herald. A key can give no more than whoever makes it has. */
export function ApiKeys() {
  const keys = useEarlier(load);
  return (
    <section class="stack">
      <NewKey onMade={keys.live.refresh} />
      <Growing list={keys} what="the keys" lines={4}>
        {(rows) => (
          <Table
            caption="Keys"
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              { name: 'Key', value: ({ name }) => name },
              { name: 'Begins with', cell: ({ hint }) => <code>{hint}…</code>, isExtra: true },
              {
                name: 'May',
                cell: ({ scopes }) => <span class="meta">{scopes.map(scopeWords).join(', ')}</span>,
                isExtra: true,
              },
              { name: 'Made', cell: ({ created_at }) => <Time at={created_at} />, isExtra: true },
              {
                name: 'Ends',
                cell: ({ expires_at }) => (expires_at ? <Time at={expires_at} /> : 'never'),
                isExtra: true,
              },
              {
                name: 'Actions',
                cell: ({ id, name }) => (
                  <ConfirmButton
                    word="Delete"
                    name={name}
                    consequence="Programs that use it are refused at once."
                    act={async () => {
                      await answerOf(api.DELETE('/v1/api-keys/{id}', { params: { path: { id } } }));
                      keys.live.refresh();
                    }}
                  />
                ),
              },
            ]}
          />
        )}
      </Growing>
    </section>
  );
}

function NewKey({ onMade }: { readonly onMade: () => void }) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [secret, setSecret] = useState<string>();
  const making = useAction(async () => {
    const { key } = await answerOf(api.POST('/v1/api-keys', { body: { name, scopes: [...scopes] } }));
    setSecret(key);
    setName('');
    onMade();
  });
  const reason = name.trim() && scopes.length > 0 ? undefined : 'Give it a name and something it may do';
  return (
    <CreateForm title="A new key" word="Make a key" act={making} reason={reason}>
      <Input path="name" placeholder="Shop" value={name} onInput={setName} />
      <fieldset>
        <legend>What it may do</legend>
        <div class="choices">
          {(me.value?.scopes ?? []).map((scope) => (
            <Choice key={scope} is={scopes.includes(scope)} onChange={(is) => setScopes(toggled(scopes, scope, is))}>
              {scopeWords(scope)} <code class="meta">{scope}</code>
            </Choice>
          ))}
        </div>
      </fieldset>
      <Fault>{making.fault}</Fault>
      {secret && <Once what="The key" secret={secret} />}
    </CreateForm>
  );
}
