import type { ComponentChildren } from 'preact';

export interface ChoiceProps {
  readonly is: boolean;
  readonly onChange: (is: boolean) => void;
  /** Of those of which one is chosen; without it each is chosen for itself. */
  readonly group?: string;
  readonly children: ComponentChildren;
}

/** Something that is chosen or not. */
export function Choice({ is, onChange, group, children }: ChoiceProps) {
  return (
    <label class="choice">
      <input
        type={group ? 'radio' : 'checkbox'}
        name={group}
        checked={is}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {children}
    </label>
  );
}
