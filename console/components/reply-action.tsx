import type { DraftButton } from '../services/draft.ts';
import { AgentFields } from './agent-fields.tsx';
import { Input, Select } from './input.tsx';

type Action = NonNullable<DraftButton['action']>;

const ACTIONS = [
  ['', 'is counted'],
  ['auto_reply', 'is answered'],
  ['agent', 'is answered by a program'],
  ['tag', 'gives a tag'],
  ['opt_out', 'opts out'],
] as const;

export interface ReplyActionProps {
  readonly button: DraftButton;
  readonly number: number;
  readonly fault: (field: string) => string | undefined;
  readonly onChange: (button: DraftButton) => void;
}

/** What follows a tap on an answer. Actions for programs, which the API knows too, stay as they are. */
export function ReplyAction({ button, number, fault, onChange }: ReplyActionProps) {
  const { action, ...rest } = button;
  const set = (next: Action | undefined) => onChange(next ? { ...rest, action: next } : rest);
  const options =
    action && !ACTIONS.some(([type]) => type === action.type)
      ? [...ACTIONS, [action.type, `is sent on (${action.type})`] as const]
      : ACTIONS;
  return (
    <div class="stack">
      <Select
        label={`A tap on ${number}`}
        value={action?.type ?? ''}
        options={options}
        onChange={(type) => set(emptyAction(type))}
      />
      {action?.type === 'auto_reply' && (
        <Input
          label={`Reply ${number}`}
          fault={fault('action.message')}
          value={action.message ?? ''}
          onInput={(message) => set({ ...action, message })}
        />
      )}
      {action?.type === 'agent' && <AgentFields action={action} number={number} fault={fault} onChange={set} />}
      {action?.type === 'tag' && (
        <Input
          label={`Tag ${number}`}
          fault={fault('action.tags')}
          value={action.tags.join(', ')}
          onInput={(text) => set({ type: 'tag', tags: text.split(',').map((tag) => tag.trim()) })}
        />
      )}
    </div>
  );
}

function emptyAction(type: string): Action | undefined {
  if (type === 'auto_reply') return { type, message: '' };
  if (type === 'agent') return { type, webhook_endpoint_id: '', timeout_seconds: 8, fallback: '' };
  if (type === 'tag') return { type, tags: [''] };
  if (type === 'opt_out') return { type };
  return undefined;
}
