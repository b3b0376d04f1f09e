import { createHash } from 'node:crypto';
import { arn } from '../service.ts';

const PREFIX = arn('secretsmanager', 'secret:');

/** AWS ends a secret's ARN with six random characters; here they are derived from its name, so that it never changes. */
export function secretArn(name: string): string {
  return `${PREFIX}${name}-${createHash('sha256').update(name).digest('hex').slice(0, 6)}`;
}

/** @param id a SecretId: a name, an ARN, or an ARN without its suffix */
export function secretName(id: string): string {
  if (!id.startsWith(PREFIX)) return id;
  const name = id.slice(PREFIX.length, -7);
  return id === secretArn(name) ? name : id.slice(PREFIX.length);
}
