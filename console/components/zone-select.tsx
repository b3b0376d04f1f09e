import { Select } from './input.tsx';

export interface ZoneSelectProps {
  /** IANA */
  readonly zone: string;
  readonly onChange: (zone: string) => void;
}

/** By whose clock something happens. */
export function ZoneSelect({ zone, onChange }: ZoneSelectProps) {
  const zones = [...new Set([zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <Select
      label="By the clock of"
      value={zone}
      options={zones.map((name) => [name, name.replaceAll('_', ' ')] as const)}
      onChange={onChange}
    />
  );
}
