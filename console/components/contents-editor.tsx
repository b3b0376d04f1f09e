import { kindOf, textName, type ContentKind, type OtherContent } from '../services/content-name.ts';
import { AS_MANY, mayAdd, withContent, withoutContent } from '../services/contents.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { LIMITS } from '../services/draft-faults.ts';
import { outOf } from '../services/format.ts';
import { focusSoon } from '../services/keep-focus.ts';
import { Button } from './button.tsx';
import { ExperimentForm } from './experiment-form.tsx';
import { Field } from './field.tsx';
import { Input, Select } from './input.tsx';
import { ListInput } from './list-input.tsx';

const KINDS: readonly (readonly [ContentKind, string])[] = [
  ['language', 'In another language'],
  ['group', 'For people with a tag'],
  ['variant', 'To find out which does better'],
];

export interface ContentsEditorProps {
  readonly keeper: DraftKeeper;
  readonly languages: readonly (readonly [code: string, name: string])[];
  readonly isTried: boolean;
}

/** Other texts beside the first: translations, texts for some, and variants among which chance decides. */
export function ContentsEditor({ keeper, languages, isTried }: ContentsEditorProps) {
  const { draft, faults, change } = keeper;
  const { contents } = draft.value;
  return (
    <section class="stack" aria-label="Other texts">
      <h2>Other texts</h2>
      {contents.map((other, place) => (
        <ContentPart
          key={other.key}
          keeper={keeper}
          other={other}
          place={place}
          languages={languages}
          fault={(field) =>
            isTried || other.message_content
              ? faults.value.find(({ path }) => path === `contents.${place}.${field}`)?.message
              : undefined
          }
          onChange={(next) => change({ contents: contents.map((one, at) => (at === place ? next : one)) })}
          onRemove={() => change(withoutContent(draft.value, place))}
        />
      ))}
      <div class="row adds">
        {KINDS.map(([kind, words]) => (
          <Button
            key={kind}
            reason={mayAdd(draft.value, kind) ? undefined : AS_MANY}
            onClick={() => {
              change(withContent(draft.value, kind));
              focusSoon('[aria-label="Other texts"] fieldset:last-of-type :is(select, textarea)');
            }}
          >
            {words}
          </Button>
        ))}
      </div>
      <ExperimentForm keeper={keeper} />
    </section>
  );
}

interface PartProps extends Pick<ContentsEditorProps, 'keeper' | 'languages'> {
  readonly other: OtherContent;
  readonly place: number;
  readonly fault: (field: string) => string | undefined;
  readonly onChange: (next: OtherContent) => void;
  readonly onRemove: () => void;
}

function ContentPart({ keeper, other, place, languages, fault, onChange, onRemove }: PartProps) {
  const name = textName([other], other.key);
  const kind = kindOf(other);
  const { language, message_content: text = '', template_id, when } = other;
  const own = keeper.draft.value.language;
  return (
    <fieldset class="part">
      <legend>{name}</legend>
      {kind !== 'variant' && (
        <Select
          label={`Language (${name})`}
          value={language ?? own}
          options={languages}
          onChange={(code) => onChange({ ...other, language: code })}
        />
      )}
      {kind === 'group' && Object.keys(when ?? {}).every((criterion) => criterion === 'tags_any') && (
        <ListInput
          path={`contents.${place}.when`}
          label="Who has at least one of these tags"
          fault={fault('when')}
          values={when?.tags_any}
          onChange={(tags_any) => onChange({ ...other, when: { tags_any: [...tags_any] } })}
        />
      )}
      {template_id ? (
        <p class="meta">It sends a template that was there before.</p>
      ) : (
        <Field
          path={`contents.${place}.message_content`}
          label={`Text (${name})`}
          hint="Picture, small print and buttons are those above."
          used={outOf(text.length, LIMITS.message)}
          fault={fault('message_content')}
        >
          {(attributes) => (
            <textarea
              {...attributes}
              value={text}
              dir="auto"
              onInput={({ currentTarget }) => onChange({ ...other, message_content: currentTarget.value })}
            />
          )}
        </Field>
      )}
      <Words keeper={keeper} name={name} other={other} fault={fault} onChange={onChange} />
      <div>
        <Button label={`Remove (${name})`} onClick={onRemove}>
          Remove
        </Button>
      </div>
    </fieldset>
  );
}

/** Its own small print and titles of buttons, where those above are in another language. */
function Words({
  keeper,
  name,
  other,
  fault,
  onChange,
}: Omit<PartProps, 'languages' | 'onRemove' | 'place'> & { readonly name: string }) {
  const { buttons, footer } = keeper.draft.value;
  const titles = buttons.map(({ title }, place) => other.buttons?.[place]?.title ?? title);
  return (
    <details>
      <summary>Small print and buttons ({name})</summary>
      <div class="stack">
        <Input
          label={`Small print (${name})`}
          value={other.footer ?? footer}
          fault={fault('footer')}
          onInput={(line) => onChange({ ...other, footer: line || null })}
        />
        {buttons.map((button, place) => (
          <Input
            key={button.id}
            label={`Title ${place + 1} (${name})`}
            value={titles[place] ?? ''}
            used={outOf(titles[place]?.length ?? 0, LIMITS.title)}
            fault={fault(`buttons.${place}.title`)}
            onInput={(title) =>
              onChange({
                ...other,
                buttons: buttons.map((own, at) => ({
                  ...own,
                  title: at === place ? title : (titles[at] ?? own.title),
                })),
              })
            }
          />
        ))}
      </div>
    </details>
  );
}
