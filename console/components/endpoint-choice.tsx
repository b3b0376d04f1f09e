import { answerOf, api } from '../services/api.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';
import { Input, Select } from './input.tsx';

export interface EndpointChoiceProps {
  readonly label: string;
  /** The id of a webhook; empty for none. */
  readonly value: string;
  /** What it means that none is chosen. */
  readonly none: string;
  readonly fault?: string | undefined;
  readonly onChange: (id: string) => void;
}

/** One of the tenant's webhooks; its id, where they cannot be listed. A tenant has no more than one page of them. */
export function EndpointChoice({ none, onChange, ...field }: EndpointChoiceProps) {
  const mayList = may('settings:manage');
  const { data, error } = useLive(
    async (signal) =>
      mayList
        ? (await answerOf(api.GET('/v1/webhook-endpoints', { params: { query: { limit: 100 } }, signal }))).data
        : [],
    [mayList],
  );
  if (!mayList || error !== undefined)
    return (
      <Input
        {...field}
        placeholder={none}
        hint="The id of a webhook. Listing them needs settings:manage."
        onInput={(id) => onChange(id.trim())}
      />
    );
  const { value } = field;
  const options = (data ?? []).map(({ id, url }) => [id, url] as const);
  return (
    <Select
      {...field}
      hint="One of your webhooks, as Settings has them."
      options={[
        ['', none],
        ...options,
        ...(value && !options.some(([known]) => known === value) ? [[value, value] as const] : []),
      ]}
      onChange={onChange}
    />
  );
}
