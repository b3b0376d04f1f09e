import { createContext, type ComponentChildren } from 'preact';
import { useContext, useId } from 'preact/hooks';

import type { FieldFault } from '../services/api.ts';
import { labelOf } from '../services/field-labels.ts';
import { asSentence } from '../services/format.ts';

/** The fields of a form that Herald refused: each shows its own. */
export const Refused = createContext<readonly FieldFault[]>([]);

export interface FieldProps {
  /** What the API calls it: by this it finds its label, and what Herald refused of it. */
  readonly path?: string;
  readonly label?: string;
  readonly hint?: ComponentChildren;
  /** What is wrong with it. */
  readonly fault?: string | undefined;
  /** How much of the room is used: "23 of 60". */
  readonly used?: string | undefined;
  readonly isLabelHidden?: boolean;
  readonly children: (attributes: FieldAttributes) => ComponentChildren;
}

export interface FieldAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
}

/** A control with its label, its hint, its counter and its fault. */
export function Field({ path, label, hint, fault: own, used, isLabelHidden, children }: FieldProps) {
  const id = useId();
  const refused = useContext(Refused).find((one) => path && `${one.path}.`.startsWith(`${path}.`));
  const fault = own ?? (refused && asSentence(refused.message));
  const described = [hint !== undefined && `${id}-hint`, fault !== undefined && `${id}-fault`]
    .filter(Boolean)
    .join(' ');
  return (
    <div class="field">
      <div class="field-head">
        <label for={id} class={isLabelHidden ? 'hidden' : undefined}>
          {label ?? labelOf(path ?? '')}
        </label>
        {used && <span class="meta figures">{used}</span>}
      </div>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': fault === undefined ? undefined : 'true',
      })}
      {hint !== undefined && (
        <div class="meta" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {fault !== undefined && (
        <div class="fault" id={`${id}-fault`}>
          {fault}
        </div>
      )}
    </div>
  );
}
