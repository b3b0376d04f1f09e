import type { ComponentChildren } from 'preact';

export interface ChoiceProps {
  readonly is: boolean;
  readonly onChange: (is: boolean) => void;
  /** Of several of which one is chosen: what they are called together. */
  readonly of?: string;
  readonly children: ComponentChildren;
}

/** Something that is chosen or not, by itself or as one of several. */
export function Choice({ is, onChange, of, children }: ChoiceProps) {
  return (
    <label class="choice">
      <input
        type={of ? 'radio' : 'checkbox'}
        name={of}
        checked={is}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {children}
    </label>
  );
}
