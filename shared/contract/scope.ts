import * as z from 'zod';

export const SCOPES = [
  'conversations:view',
  'campaigns:send',
  'customers:manage',
  'analytics:view',
  'settings:manage',
  'campaigns:read',
  'customers:read',
  'templates:read',
  'audit:read',
] as const;

export const scope = z
  .enum(SCOPES)
  .meta({ id: 'Scope', description: 'What a key may do.', examples: ['campaigns:send'] });
export type Scope = z.infer<typeof scope>;
