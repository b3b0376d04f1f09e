import { answerOf, api } from '../services/api.ts';
import type { DraftButton } from '../services/draft.ts';
import { LIMITS } from '../services/draft-faults.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';
import { Input, Select } from './input.tsx';

type Agent = Extract<DraftButton['action'], { type: 'agent' }>;

export interface AgentFieldsProps {
  readonly action: Agent;
  /** The button's place, from 1. */
  readonly number: number;
  readonly fault: (field: string) => string | undefined;
  readonly onChange: (action: Agent) => void;
}

/** Which program answers a tap, how long it may take, and what people get when it does not. */
export function AgentFields({ action, number, fault, onChange }: AgentFieldsProps) {
  const { webhook_endpoint_id: id, timeout_seconds: seconds, fallback } = action;
  const mayList = may('settings:manage');
  const { data, error } = useLive(
    async (signal) =>
      mayList
        ? (await answerOf(api.GET('/v1/webhook-endpoints', { params: { query: { limit: 100 } }, signal }))).data
        : [],
    [mayList],
  );
  const options = (data ?? []).map((endpoint) => [endpoint.id, endpoint.url] as const);
  const endpoint = {
    label: `Program ${number}`,
    value: id,
    fault: fault('action.webhook_endpoint_id'),
  };
  const choose = (chosen: string) => onChange({ ...action, webhook_endpoint_id: chosen.trim() });
  return (
    <>
      {mayList && error === undefined ? (
        <Select
          {...endpoint}
          hint="One of your webhooks, as Settings has them."
          options={[
            ['', 'Choose one'],
            ...options,
            ...(id && !options.some(([known]) => known === id) ? [[id, id] as const] : []),
          ]}
          onChange={choose}
        />
      ) : (
        <Input {...endpoint} hint="The id of a webhook. Listing them needs settings:manage." onInput={choose} />
      )}
      <Input
        label={`Seconds to answer ${number}`}
        type="number"
        hint={`1 to ${LIMITS.agentSeconds}`}
        fault={fault('action.timeout_seconds')}
        value={seconds ? String(seconds) : ''}
        onInput={(given) => onChange({ ...action, timeout_seconds: Number(given) })}
      />
      <Input
        label={`If it gives no answer ${number}`}
        used={`${fallback.length} of ${LIMITS.message.toLocaleString()}`}
        fault={fault('action.fallback')}
        value={fallback}
        onInput={(text) => onChange({ ...action, fallback: text })}
      />
    </>
  );
}
