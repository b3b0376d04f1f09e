import type { LogContext } from '../platform/log-context.ts';

/** The ids that queues, machines and schedules hand over under these names. */
const NAMES = [
  'tenant_id',
  'campaign_id',
  'customer_id',
  'message_id',
  'lane',
  'run',
  'endpoint_id',
  'delivery_id',
  'job_id',
] as const;

type Fields = Readonly<Record<string, unknown>>;

/** The ids of a parsed input, for the lines that are logged of it: its own, and those of an event's data. */
export function idsIn(input: unknown): LogContext {
  const own = fieldsOf(input);
  const data = fieldsOf(own['data']);
  const named = {
    ...data,
    ...own,
    campaign_id: own['campaign_id'] ?? fieldsOf(data['campaign'])['id'],
    customer_id: own['customer_id'] ?? fieldsOf(data['customer'])['id'],
    message_id: data['message_id'] ?? fieldsOf(data['interaction'])['message_id'] ?? own['message_id'],
  } as Fields;
  return Object.fromEntries(NAMES.flatMap((name) => (isId(named[name]) ? [[name, named[name]]] : [])));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function isId(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
