import { useState } from 'preact/hooks';

import { Input } from './input.tsx';

export interface ListInputProps {
  readonly path?: string;
  readonly label?: string;
  readonly hint?: string;
  readonly values: readonly string[] | undefined;
  readonly isUpper?: boolean;
  readonly fault?: string | undefined;
  readonly onChange: (values: readonly string[]) => void;
}

/** Several values in one line, separated by commas. What is typed stays as it is typed. */
export function ListInput({
  path,
  label,
  hint = 'Separated by commas',
  values = [],
  isUpper,
  fault,
  onChange,
}: ListInputProps) {
  const [typed, setTyped] = useState(values.join(', '));
  const read = (text: string) =>
    [...new Set(text.split(',').map((value) => value.trim()))]
      .map((value) => (isUpper ? value.toUpperCase() : value))
      .filter(Boolean);
  const isSame = read(typed).join() === values.join();
  return (
    <Input
      {...(path && { path })}
      {...(label && { label })}
      hint={hint}
      fault={fault}
      value={isSame ? typed : values.join(', ')}
      onInput={(text) => {
        setTyped(text);
        onChange(read(text));
      }}
    />
  );
}
