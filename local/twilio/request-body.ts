import type * as z from 'zod';
import { ApiError } from './api-error.ts';

/** @throws ApiError 20001, naming every fault */
export function parseBody<T>(schema: z.ZodType<T>, body: string): T {
  const parsed = schema.safeParse(json(body));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`);
  throw new ApiError(20001, faults.join('; '));
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError(20001, 'The request body is not JSON');
  }
}
