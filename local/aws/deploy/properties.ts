import * as z from 'zod';

import type { Resource } from '../template/resource.ts';

/** A resource's properties as the schema reads them. @throws Error that names the resource and every property at fault */
export function readProperties<Schema extends z.ZodType>(
  schema: Schema,
  resource: Resource,
  properties: unknown = resource.properties,
): z.output<Schema> {
  const { data, error } = schema.safeParse(properties);
  if (error) throw new Error(`${resource.type} ${resource.stack}.${resource.logicalId}: ${z.prettifyError(error)}`);
  return data;
}
