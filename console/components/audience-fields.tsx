import { answerOf, api } from '../services/api.ts';
import type { Target } from '../services/draft.ts';
import { labelOf } from '../services/field-labels.ts';
import { count, country, language } from '../services/format.ts';
import { useLive } from '../services/live.ts';
import { useSegments } from '../services/segments.ts';
import { codeFault, ownCriteria, withList, type ListName } from '../services/target.ts';
import { campaignsOf, otherWords } from '../services/target-words.ts';
import { toggled } from '../services/toggled.ts';
import { Button } from './button.tsx';
import { Choice } from './choice.tsx';
import { ListInput } from './list-input.tsx';
import { Notice } from './notice.tsx';

export interface AudienceFieldsProps {
  readonly target: Target | undefined;
  readonly onChange: (target: Target | undefined) => void;
  /** What the API calls all of it. */
  readonly path?: string;
  /** A segment that is none of its own. */
  readonly except?: string;
}

/** Who is meant: by segments, tags, language and country. Everything that is given holds together. */
export function AudienceFields({ path = 'target_criteria', target, onChange, except }: AudienceFieldsProps) {
  const set = (name: ListName) => (values: readonly string[]) => onChange(withList(target, name, values));
  const segments = useSegments().filter(({ id }) => id !== except);
  return (
    <>
      <Segments name="segments_any" {...{ target, onChange, segments }} />
      <Segments name="segments_none" {...{ target, onChange, segments }} />
      <div class="part">
        <ListInput
          path={`${path}.tags_any`}
          hint="Who has at least one of these: regular, vip"
          values={target?.tags_any}
          onChange={set('tags_any')}
        />
        <ListInput path={`${path}.tags_none`} values={target?.tags_none} onChange={set('tags_none')} />
        <ListInput
          path={`${path}.languages`}
          hint={target?.languages?.map(language).join(', ') ?? 'Codes: de, es, pt-BR'}
          fault={codeFault(target, 'languages')}
          values={target?.languages}
          onChange={set('languages')}
        />
        <ListInput
          path={`${path}.countries`}
          hint={target?.countries?.map(country).join(', ') ?? 'Codes: DE, FR'}
          isUpper
          fault={codeFault(target, 'countries')}
          values={target?.countries}
          onChange={set('countries')}
        />
      </div>
      {target && <Others target={target} onChange={onChange} />}
    </>
  );
}

/** What else was chosen, elsewhere in the console or by a program: it can be dropped, and not be changed here. */
function Others({ target, onChange }: { readonly target: Target } & Pick<AudienceFieldsProps, 'onChange'>) {
  const ids = campaignsOf(target);
  const { data: campaigns } = useLive(
    (signal) =>
      Promise.all(
        ids.map((id) =>
          // One that was deleted has no name.
          answerOf(api.GET('/v1/campaigns/{id}', { params: { path: { id } }, signal })).catch(() => undefined),
        ),
      ),
    [ids.join()],
  );
  const words = otherWords(target, (id) => campaigns?.find((campaign) => campaign?.id === id)?.name);
  if (words.length === 0) return null;
  return (
    <Notice tone="info" action={<Button onClick={() => onChange(ownCriteria(target))}>Remove this condition</Button>}>
      Only those who {words.join(', and who ')}.
    </Notice>
  );
}

interface SegmentsProps extends Omit<AudienceFieldsProps, 'except'> {
  readonly segments: readonly { readonly id: string; readonly name: string }[];
  readonly name: 'segments_any' | 'segments_none';
}

function Segments({ name, target, onChange, segments }: SegmentsProps) {
  const chosen = target?.[name] ?? [];
  const legend = labelOf(name);
  if (segments.length === 0) return null;
  return (
    <details class="part" open={name === 'segments_any' || chosen.length > 0}>
      <summary>
        {legend}
        {chosen.length > 0 && ` (${count(chosen.length)})`}
      </summary>
      <div role="group" aria-label={legend}>
        {segments.map(({ id, name: called }) => (
          <Choice
            key={id}
            is={chosen.includes(id)}
            onChange={(is) => onChange(withList(target, name, toggled(chosen, id, is)))}
          >
            {called}
          </Choice>
        ))}
      </div>
    </details>
  );
}
