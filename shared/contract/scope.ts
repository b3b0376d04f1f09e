import * as z from 'zod';

export const SCOPES = [
  'conversations:view',
  'campaigns:send',
  'customers:manage',
  'analytics:view',
  'settings:manage',
] as const;

export const scope = z.enum(SCOPES);
export type Scope = z.infer<typeof scope>;
