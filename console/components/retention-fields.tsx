import { KEEP_DAYS, type RetentionKind } from '../../shared/contract/tenant-limits.ts';
import { count } from '../services/format.ts';
import { daysBetween, daysFault } from '../services/tenant-limits.ts';
import { Input } from './input.tsx';

/** Days as they are typed. */
export type Kept = Readonly<Record<RetentionKind, string>>;

const NAMES: readonly (readonly [RetentionKind, string])[] = [
  ['replies_days', 'What people write'],
  ['webhook_deliveries_days', 'What was sent to webhooks'],
  ['jobs_days', 'Imports, exports and other work that has ended'],
  ['audit_days', 'Who changed what'],
];

export interface RetentionFieldsProps {
  readonly kept: Kept;
  readonly onChange: (kept: Kept) => void;
}

/** For how many days things are kept that end by themselves. */
export function RetentionFields({ kept, onChange }: RetentionFieldsProps) {
  return (
    <fieldset class="part">
      <legend>How many days things are kept that are written from now on</legend>
      {NAMES.map(([kind, name]) => (
        <Input
          key={kind}
          label={name}
          type="number"
          hint={`${daysBetween(kind)}; empty: ${count(KEEP_DAYS[kind].otherwise)}`}
          fault={daysFault(kind, kept[kind])}
          value={kept[kind]}
          onInput={(days) => onChange({ ...kept, [kind]: days })}
        />
      ))}
    </fieldset>
  );
}
