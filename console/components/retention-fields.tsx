import { KEEP_DAYS, type RetentionKind } from '../../shared/contract/tenant-limits.ts';
import { count } from '../services/format.ts';
import { daysBetween, daysFault, KINDS } from '../services/tenant-limits.ts';
import { Input } from './input.tsx';

/** Days as they are typed. */
export type Kept = Readonly<Record<RetentionKind, string>>;

export interface RetentionFieldsProps {
  readonly kept: Kept;
  readonly onChange: (kept: Kept) => void;
}

/** For how many days things are kept that end by themselves. */
export function RetentionFields({ kept, onChange }: RetentionFieldsProps) {
  return (
    <fieldset class="part">
      <legend>How many days things are kept that are written from now on</legend>
      {KINDS.map((kind) => (
        <Input
          key={kind}
          path={`retention.${kind}`}
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
