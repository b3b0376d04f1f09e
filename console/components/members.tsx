import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Schemas } from '../services/api.ts';
import { useEarlier } from '../services/use-earlier.ts';
import { Chip } from './chip.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { CreateForm } from './create-form.tsx';
import { Empty } from './empty.tsx';
import { Growing } from './growing.tsx';
import { Input, Select } from './input.tsx';
import { Table } from './table.tsx';

type Role = Exclude<Schemas['MemberDraft']['role'], 'custom'>;

const ROLES: readonly (readonly [Role, string])[] = [
  ['viewer', 'Viewer: sees campaigns'],
  ['analyst', 'Analyst: sees results, too'],
  ['editor', 'Editor: writes campaigns'],
  ['sender', 'Sender: sends them'],
  ['admin', 'Admin: everything'],
];

const load = (page: { readonly cursor?: string }, signal?: AbortSignal) =>
  answerOf(api.GET('/v1/members', { params: { query: { limit: 100, ...page } }, ...(signal && { signal }) }));

/** Who may sign in, and as what. */
export function Members() {
  const members = useEarlier(load);
  return (
    <section class="stack">
      <Invite onMade={members.live.refresh} />
      <Growing list={members} what="the members" lines={4}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>No members yet. They sign in with an account, by their e-mail address.</Empty>
          ) : (
            <Table
              caption="Members"
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: 'Member', cell: ({ name, email }) => name ?? email },
                { name: 'Address', value: ({ email }) => email, isExtra: true },
                { name: 'Role', value: ({ role }) => role },
                { name: 'State', cell: ({ status }) => <Chip status={status} />, isExtra: true },
                {
                  name: 'Actions',
                  cell: ({ id, name, email }) => (
                    <ConfirmButton
                      word="Remove"
                      name={name ?? email}
                      consequence="They are signed out for good. What they did stays in the records."
                      act={async () => {
                        await answerOf(api.DELETE('/v1/members/{id}', { params: { path: { id } } }));
                        members.live.refresh();
                      }}
                    />
                  ),
                },
              ]}
            />
          )
        }
      </Growing>
    </section>
  );
}

function Invite({ onMade }: { readonly onMade: () => void }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const inviting = useAction(async () => {
    await answerOf(api.POST('/v1/members', { body: { email, role } }));
    setEmail('');
    onMade();
  });
  return (
    <CreateForm title="A new member" word="Add" act={inviting} reason={email ? undefined : 'Enter an address'}>
      <div class="two stack">
        <Input path="email" placeholder="ana@example.com" value={email} onInput={setEmail} fault={inviting.fault} />
        <Select label="Role" value={role} options={ROLES} onChange={(value) => setRole(value as Role)} />
      </div>
    </CreateForm>
  );
}
