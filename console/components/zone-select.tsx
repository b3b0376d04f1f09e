import { Select } from './input.tsx';

export interface ZoneSelectProps {
  /** What the API calls it. */
  readonly path: string;
  /** IANA */
  readonly zone: string;
  readonly onChange: (zone: string) => void;
}

/** By whose clock something happens. */
export function ZoneSelect({ path, zone, onChange }: ZoneSelectProps) {
  const zones = [...new Set([zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <Select
      path={path}
      value={zone}
      options={zones.map((name) => [name, name.replaceAll('_', ' ')] as const)}
      onChange={onChange}
    />
  );
}
