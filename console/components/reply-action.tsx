import type { DraftButton } from '../services/draft.ts';
import { LIMITS } from '../services/draft-faults.ts';
import { outOf } from '../services/format.ts';
import { AgentFields } from './agent-fields.tsx';
import { EndpointChoice } from './endpoint-choice.tsx';
import { Input, Select, TextArea } from './input.tsx';

type Action = NonNullable<DraftButton['action']>;

/** What a tap can do, and how the builder begins with it. */
const ACTIONS: { readonly [Type in Action['type']]: readonly [name: string, begun: Action & { readonly type: Type }] } =
  {
    auto_reply: ['is answered', { type: 'auto_reply', message: '' }],
    agent: ['is answered by a program', { type: 'agent', webhook_endpoint_id: '', timeout_seconds: 8, fallback: '' }],
    tag: ['gives a tag', { type: 'tag', tags: [''] }],
    opt_out: ['opts out', { type: 'opt_out' }],
    event: ['is published as an event', { type: 'event' }],
    webhook: ['is sent to a webhook', { type: 'webhook' }],
  };

type AutoReply = Extract<Action, { readonly type: 'auto_reply' }>;

/** Media are a reply without words, but not with empty ones. */
function replyingWith({ message: _, ...action }: AutoReply, words: string): AutoReply {
  return words === '' && action.media_url !== undefined ? action : { ...action, message: words };
}

export interface ReplyActionProps {
  readonly button: DraftButton;
  readonly number: number;
  readonly fault: (field: string) => string | undefined;
  readonly onChange: (button: DraftButton) => void;
}

/** What follows a tap on an answer. */
export function ReplyAction({ button, number, fault, onChange }: ReplyActionProps) {
  const { action, ...rest } = button;
  const set = (next: Action | undefined) => onChange(next ? { ...rest, action: next } : rest);
  return (
    <div class="stack">
      <Select
        label={`A tap on ${number}`}
        value={action?.type ?? ''}
        options={[['', 'is counted'], ...Object.entries(ACTIONS).map(([type, [name]]) => [type, name] as const)]}
        onChange={(type) => set(type ? ACTIONS[type as Action['type']][1] : undefined)}
      />
      {action?.type === 'auto_reply' && (
        <TextArea
          label={`Reply ${number}`}
          fault={fault('action.message')}
          value={action.message ?? ''}
          onInput={(words) => set(replyingWith(action, words))}
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
      {action?.type === 'event' && (
        <Input
          label={`Event ${number}`}
          hint="Its name, by which programs tell it from others. It may have none."
          used={outOf(action.name?.length ?? 0, LIMITS.eventName)}
          fault={fault('action.name')}
          value={action.name ?? ''}
          onInput={(name) => set({ type: 'event', ...(name && { name }) })}
        />
      )}
      {action?.type === 'webhook' && (
        <EndpointChoice
          label={`Webhook ${number}`}
          value={action.webhook_endpoint_id ?? ''}
          none="All that are enabled"
          onChange={(id) => set({ type: 'webhook', ...(id && { webhook_endpoint_id: id }) })}
        />
      )}
    </div>
  );
}
