import * as z from 'zod';

/**
 * Reads the named variables, each a non-empty string unless its schema says otherwise.
 * @throws Error that names every missing or malformed variable at once
 */
export function environment<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  const parsed = z.object(shape).safeParse(process.env);
  if (parsed.success) return parsed.data;
  const gaps = parsed.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`);
  throw new Error(`The environment is incomplete: ${gaps.join(', ')}`);
}
