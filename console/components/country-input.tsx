import { Input, type InputProps } from './input.tsx';

export interface CountryInputProps extends Pick<InputProps, 'value' | 'onInput'> {
  /** What holds when none is given, as the rest of a sentence. */
  readonly otherwise: string;
}

/** Of which country numbers are that name none: a code of two letters. */
export function CountryInput({ otherwise, value, onInput }: CountryInputProps) {
  return (
    <Input
      path="default_country"
      hint={`Its code, such as DE; empty: ${otherwise}`}
      value={value}
      maxLength={2}
      onInput={(typed) => onInput(typed.toUpperCase())}
    />
  );
}
