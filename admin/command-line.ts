import { parseArgs } from 'node:util';

import * as z from 'zod';

type Shape = Readonly<Record<string, z.ZodType>>;
type Values<Options extends Shape, Variables extends Shape> = z.infer<z.ZodObject<Options>> &
  z.infer<z.ZodObject<Variables>>;

export interface CommandLine<Options extends Shape, Variables extends Shape> {
  /** Printed below what is wrong with the options. */
  readonly usage: string;
  /** By name without the dashes. One described as a boolean takes no value. Descriptions complete "it must be …". */
  readonly options?: Options;
  readonly variables?: Variables;
  /** What stands without dashes: each must be one of these. Default: nothing may. */
  readonly words?: readonly string[];
  /** Variables of which both or neither must be set. */
  readonly pairs?: readonly (readonly [keyof Variables & string, keyof Variables & string])[];
}

export interface CommandLineInput {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type Parsed<Value> =
  | { readonly values: Value; readonly words: readonly string[]; readonly faults?: never }
  | { readonly faults: readonly string[] };

/** Never printed. */
const SECRET = /KEY|TOKEN/;

/** Reads a command's options and environment variables; an empty variable counts as not set. @returns every fault, if any */
export function parseCommandLine<const Options extends Shape, const Variables extends Shape>(
  { usage, options, variables, words = [], pairs = [] }: CommandLine<Options, Variables>,
  { args, env }: CommandLineInput,
): Parsed<Values<Options, Variables>> {
  const optionSchemas: Shape = options ?? {};
  const variableSchemas: Shape = variables ?? {};
  const given = givenOptions(optionSchemas, args);
  const faults = [...given.faults];
  for (const word of given.words) if (!words.includes(word)) faults.push(unknownWord(word, words));
  const values: Record<string, unknown> = {};
  const read = (label: string, name: string, schema: z.ZodType, value: unknown): void => {
    const parsed = schema.safeParse(value);
    if (parsed.success) values[name] = parsed.data;
    else faults.push(`${label} ${shown(label, value)}: it must be ${allowed(schema, parsed.error)}.`);
  };
  for (const [name, schema] of Object.entries(optionSchemas))
    if (!given.faulty.has(name)) read(`--${name}`, name, schema, given.values.get(name));
  if (faults.length > 0) faults.push(`Usage: ${usage}`);
  for (const [name, schema] of Object.entries(variableSchemas)) read(name, name, schema, env[name] || undefined);
  for (const [one, other] of pairs)
    if (!env[one] !== !env[other]) faults.push(`${one} and ${other} belong together: set both or neither.`);
  return faults.length > 0 ? { faults } : { values: values as Values<Options, Variables>, words: given.words };
}

/** The same for this process, which it ends with code 2 after naming the faults. */
export function readCommandLine<const Options extends Shape, const Variables extends Shape>(
  command: CommandLine<Options, Variables>,
  args: readonly string[] = process.argv.slice(2),
): { readonly values: Values<Options, Variables>; readonly words: readonly string[] } {
  const parsed = parseCommandLine(command, { args, env: process.env });
  if (!parsed.faults) return parsed;
  for (const fault of parsed.faults) console.error(fault);
  process.exit(2);
}

function givenOptions(schemas: Shape, args: readonly string[]) {
  const kinds = Object.entries(schemas).map(([name, schema]) => [name, { type: kindOf(schema) }] as const);
  // Strict parsing would stop at the first fault.
  const { tokens } = parseArgs({ args, options: Object.fromEntries(kinds), strict: false, tokens: true });
  const values = new Map<string, string | boolean>();
  const faulty = new Set<string>();
  const words: string[] = [];
  const faults: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const schema = schemas[name];
    const takesNone = schema && kindOf(schema) === 'boolean';
    if (!schema) faults.push(`There is no option ${rawName}.`);
    else if (takesNone && value !== undefined) faults.push(`${rawName} takes no value, not even "${value}".`);
    else if (!takesNone && (!value || (!inlineValue && value.startsWith('-'))))
      faults.push(`${rawName} needs a value: ${description(schema) ?? 'a text'}.`);
    else values.set(name, value ?? true);
    if (!values.has(name)) faulty.add(name);
  }
  return { values, faulty, words, faults };
}

function kindOf(schema: z.ZodType): 'boolean' | 'string' {
  return schema instanceof z.ZodDefault && schema.unwrap() instanceof z.ZodBoolean ? 'boolean' : 'string';
}

function unknownWord(word: string, words: readonly string[]): string {
  return words.length > 0
    ? `There is no "${word}"; there are ${words.join(', ')}.`
    : `"${word}" is not an option: options begin with two dashes.`;
}

function shown(label: string, value: unknown): string {
  if (value === undefined) return 'is missing';
  return SECRET.test(label) ? 'is not valid' : `is "${String(value)}"`;
}

function allowed(schema: z.ZodType, error: z.ZodError): string {
  return description(schema) ?? error.issues.map(({ message }) => message.replace(/^must be /, '')).join(', ');
}

/** A default or an optional value is described as what it wraps. */
function description(schema: z.ZodType): string | undefined {
  if (schema.description) return schema.description;
  const wraps = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional;
  return wraps ? description(schema.unwrap() as z.ZodType) : undefined;
}
