import * as z from 'zod';

/** A shape for changes: every field is optional, and an optional field may also be null. */
export type PatchShape<Shape extends z.ZodRawShape> = {
  [Field in keyof Shape]: Shape[Field] extends z.ZodDefault<infer Inner extends z.ZodType>
    ? z.ZodOptional<Inner>
    : Shape[Field] extends z.ZodOptional<infer Inner extends z.ZodType>
      ? z.ZodOptional<z.ZodNullable<Inner>>
      : Shape[Field] extends z.ZodType
        ? z.ZodOptional<Shape[Field]>
        : never;
};

export function patchShape<Shape extends z.ZodRawShape>(shape: Shape): PatchShape<Shape> {
  const patched = Object.entries(shape).map(([field, schema]) => {
    if (schema instanceof z.ZodDefault)
      return [field, describedLike(schema, (schema.unwrap() as z.ZodType).optional())];
    if (schema instanceof z.ZodOptional)
      return [field, describedLike(schema, (schema.unwrap() as z.ZodType).nullable().optional())];
    return [field, (schema as z.ZodType).optional()];
  });
  return Object.fromEntries(patched) as PatchShape<Shape>;
}

/** A shape for answers: an optional field that is absent is null. */
export type WireShape<Shape extends z.ZodRawShape> = {
  [Field in keyof Shape]: Shape[Field] extends z.ZodOptional<infer Inner extends z.ZodType>
    ? z.ZodDefault<z.ZodNullable<Inner>>
    : Shape[Field];
};

export function wireShape<Shape extends z.ZodRawShape>(shape: Shape): WireShape<Shape> {
  const shown = Object.entries(shape).map(([field, schema]) => [
    field,
    schema instanceof z.ZodOptional
      ? describedLike(schema, (schema.unwrap() as z.ZodType).nullable().default(null))
      : schema,
  ]);
  return Object.fromEntries(shown) as WireShape<Shape>;
}

/** What is said of a field stays said of it in another form. */
function describedLike<Schema extends z.ZodType>(
  { description }: { description?: string | undefined },
  schema: Schema,
): Schema {
  return description === undefined ? schema : schema.describe(description);
}
