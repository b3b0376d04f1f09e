import { amountFault } from '../services/tenant-limits.ts';
import { Input } from './input.tsx';
import { ZoneSelect } from './zone-select.tsx';

export interface SpendCapFieldsProps {
  readonly amount: string;
  readonly zone: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly onChange: (amount: string, zone: string) => void;
}

/** What campaigns may cost in a day, and by whose clock a day ends. */
export function SpendCapFields({ amount, zone, currency, onChange }: SpendCapFieldsProps) {
  return (
    <fieldset class="part">
      <legend>What campaigns may cost in a day</legend>
      <Input
        path="spend_cap.amount"
        label={`At most, in ${currency}`}
        placeholder="250.00"
        hint="Empty: any amount. By the prices that Herald knows; who does not fit waits for the next day."
        fault={amountFault(amount)}
        value={amount}
        onInput={(given) => onChange(given.trim(), zone)}
      />
      <ZoneSelect path="spend_cap.time_zone" zone={zone} onChange={(given) => onChange(amount, given)} />
    </fieldset>
  );
}
