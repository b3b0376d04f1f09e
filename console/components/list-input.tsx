import { useState } from 'preact/hooks';

import { Input, type InputProps } from './input.tsx';

export interface ListInputProps extends Pick<InputProps, 'path' | 'label' | 'hint' | 'fault'> {
  readonly values: readonly string[] | undefined;
  readonly isUpper?: boolean;
  readonly onChange: (values: readonly string[]) => void;
}

/** Several values in one line, separated by commas. What is typed stays as it is typed. */
export function ListInput({ values = [], isUpper, onChange, hint = 'Separated by commas', ...field }: ListInputProps) {
  const [typed, setTyped] = useState(values.join(', '));
  const read = (text: string) =>
    [...new Set(text.split(',').map((value) => value.trim()))]
      .map((value) => (isUpper ? value.toUpperCase() : value))
      .filter(Boolean);
  const isSame = read(typed).join() === values.join();
  return (
    <Input
      {...field}
      hint={hint}
      value={isSame ? typed : values.join(', ')}
      onInput={(text) => {
        setTyped(text);
        onChange(read(text));
      }}
    />
  );
}
