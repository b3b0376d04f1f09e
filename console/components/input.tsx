import { Field, type FieldProps } from './field.tsx';

export interface InputProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'url' | 'tel' | 'password' | 'search' | 'datetime-local' | 'date' | 'time' | 'number';
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly autoComplete?: string;
}

export function Input({ value, onInput, type = 'text', placeholder, maxLength, autoComplete, ...field }: InputProps) {
  return (
    <Field {...field}>
      {(attributes) => (
        <input
          {...attributes}
          {...({ type } as { type: 'text' })}
          value={value}
          placeholder={placeholder}
          maxLength={maxLength}
          autoComplete={autoComplete ?? 'off'}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface NumberInputProps extends Omit<InputProps, 'value' | 'onInput' | 'type'> {
  /** NaN, or none: the field is empty. */
  readonly value: number | null | undefined;
  readonly onInput: (value: number) => void;
  /** It has percent of what is a share. */
  readonly isPercent?: boolean;
}

/** A number. Emptied it is NaN, and never 0: that would be a choice of nobody's, which Herald might take. */
export function NumberInput({ value, onInput, isPercent, ...input }: NumberInputProps) {
  const factor = isPercent ? 100 : 1;
  const shown = Number(((value ?? NaN) * factor).toFixed(2));
  return (
    <Input
      {...input}
      type="number"
      value={Number.isNaN(shown) ? '' : String(shown)}
      onInput={(text) => onInput(text ? Number(text) / factor : NaN)}
    />
  );
}

/** A text that may have several lines. */
export function TextArea({
  value,
  onInput,
  ...field
}: Pick<InputProps, 'value' | 'onInput'> & Omit<FieldProps, 'children'>) {
  return (
    <Field {...field}>
      {(attributes) => (
        <textarea {...attributes} value={value} dir="auto" onInput={(event) => onInput(event.currentTarget.value)} />
      )}
    </Field>
  );
}

export interface SelectProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Values and what they are called. */
  readonly options: readonly (readonly [value: string, name: string])[];
}

export function Select({ value, onChange, options, ...field }: SelectProps) {
  return (
    <Field {...field}>
      {(attributes) => (
        <select {...attributes} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
