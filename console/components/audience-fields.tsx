import { api, entries } from '../services/api.ts';
import type { Target } from '../services/draft.ts';
import { useLive } from '../services/live.ts';
import { codeFault, otherCriteria, withList, type ListName } from '../services/target.ts';
import { ListInput } from './list-input.tsx';
import { Notice } from './notice.tsx';

export interface AudienceFieldsProps {
  readonly target: Target | undefined;
  readonly onChange: (target: Target | undefined) => void;
  /** A segment that is none of its own. */
  readonly except?: string;
}

/** Who is meant: by segments, tags, language and country. Everything that is given holds together. */
export function AudienceFields({ target, onChange, except }: AudienceFieldsProps) {
  const set = (name: ListName) => (values: readonly string[]) => onChange(withList(target, name, values));
  const others = otherCriteria(target);
  const { data } = useLive((signal) => Array.fromAsync(entries(api, '/v1/segments', {}, { signal })), []);
  const segments = (data ?? []).filter(({ id }) => id !== except);
  return (
    <>
      <Segments legend="In one of these segments" name="segments_any" {...{ target, onChange, segments }} />
      <Segments legend="Not in these segments" name="segments_none" {...{ target, onChange, segments }} />
      <div class="part">
        <ListInput
          label="Tags"
          hint="Who has at least one of these: regular, vip"
          values={target?.tags_any}
          onChange={set('tags_any')}
        />
        <ListInput label="Not with these tags" values={target?.tags_none} onChange={set('tags_none')} />
        <ListInput
          label="Language"
          hint="Codes: de, es, pt-BR"
          fault={codeFault(target, 'languages')}
          values={target?.languages}
          onChange={set('languages')}
        />
        <ListInput
          label="Country"
          hint="Codes of the number's country: DE, FR"
          isUpper
          fault={codeFault(target, 'countries')}
          values={target?.countries}
          onChange={set('countries')}
        />
      </div>
      {others.length > 0 && <Notice tone="info">More was chosen by a program, and stays: {others.join(', ')}.</Notice>}
    </>
  );
}

interface SegmentsProps extends Omit<AudienceFieldsProps, 'except'> {
  readonly legend: string;
  readonly segments: readonly { readonly id: string; readonly name: string }[];
  readonly name: 'segments_any' | 'segments_none';
}

function Segments({ legend, name, target, onChange, segments }: SegmentsProps) {
  const chosen = target?.[name] ?? [];
  if (segments.length === 0) return null;
  return (
    <details class="part" open={name === 'segments_any' || chosen.length > 0}>
      <summary>
        {legend}
        {chosen.length > 0 && ` (${chosen.length})`}
      </summary>
      <div role="group" aria-label={legend}>
        {segments.map(({ id, name: called }) => (
          <label key={id} class="choice">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(withList(target, name, checked ? [...chosen, id] : chosen.filter((other) => other !== id)))
              }
            />
            {called}
          </label>
        ))}
      </div>
    </details>
  );
}
