import type { DraftButton } from '../services/draft.ts';
import { LIMITS } from '../services/draft-faults.ts';
import { outOf } from '../services/format.ts';
import { EndpointChoice } from './endpoint-choice.tsx';
import { NumberInput, TextArea } from './input.tsx';

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
  return (
    <>
      <EndpointChoice
        label={`Program ${number}`}
        value={id}
        none="Choose one"
        fault={fault('action.webhook_endpoint_id')}
        onChange={(webhook_endpoint_id) => onChange({ ...action, webhook_endpoint_id })}
      />
      <NumberInput
        label={`Seconds to answer ${number}`}
        hint={`1 to ${LIMITS.agentSeconds}`}
        fault={fault('action.timeout_seconds')}
        value={seconds}
        onInput={(timeout_seconds) => onChange({ ...action, timeout_seconds })}
      />
      <TextArea
        label={`If it gives no answer ${number}`}
        used={outOf(fallback.length, LIMITS.message)}
        fault={fault('action.fallback')}
        value={fallback}
        onInput={(text) => onChange({ ...action, fallback: text })}
      />
    </>
  );
}
