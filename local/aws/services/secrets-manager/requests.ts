import { randomUUID } from 'node:crypto';

import * as z from 'zod';

import { ServiceError } from '../service.ts';

const value = {
  ClientRequestToken: z.string().min(1).default(randomUUID),
  SecretString: z.string().min(1).max(65_536).optional(),
  SecretBinary: z.base64().min(1).optional(),
};

export const identity = z.object({ SecretId: z.string() });
export const createRequest = z.object({
  Name: z.string().regex(/^[\w/+=.@-]{1,512}$/),
  Description: z.string().nullable().default(null),
  ...value,
});
export const putRequest = identity
  .extend(value)
  .refine(({ SecretString, SecretBinary }) => SecretString ?? SecretBinary, 'a value is needed');
export const getRequest = identity.extend({ VersionId: z.string().optional(), VersionStage: z.string().optional() });
export const deleteRequest = identity.extend({
  RecoveryWindowInDays: z.int().min(7).max(30).default(30),
  ForceDeleteWithoutRecovery: z.boolean().default(false),
});

/** @throws ServiceError InvalidParameterException */
export function parse<T>(schema: z.ZodType<T>, input: Record<string, unknown>): T {
  const { data, error } = schema.safeParse(input);
  if (error) throw new ServiceError('InvalidParameterException', z.prettifyError(error));
  return data;
}
