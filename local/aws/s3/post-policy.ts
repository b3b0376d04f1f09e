import * as z from 'zod';

import { ServiceError } from '../services/service.ts';
import { verifyText } from './signature.ts';

const policy = z.object({
  expiration: z.iso.datetime(),
  conditions: z.array(
    z.union([
      z.tuple([z.enum(['eq', 'starts-with']), z.string(), z.string()]),
      z.tuple([z.literal('content-length-range'), z.number(), z.number()]),
      z.record(z.string(), z.string()),
    ]),
  ),
});

/** Fields of a form that no condition needs to name. */
const FREE = ['policy', 'x-amz-signature', 'file'];

/**
 * Checks what a browser uploads in a form against the policy that somebody signed for it.
 * @param fields those of the form besides the file, by their names in lower case, and the bucket
 * @returns the access key that signed it
 * @throws ServiceError for a wrong signature, and for whatever the policy does not allow
 */
export function checkPostPolicy(
  fields: ReadonlyMap<string, string>,
  size: number,
  secret: string,
  now: number,
): string {
  const encoded = fields.get('policy') ?? '';
  const credential = fields.get('x-amz-credential') ?? '';
  const accessKeyId = verifyText(encoded, credential, fields.get('x-amz-signature') ?? '', secret);
  const { expiration, conditions } = policy.parse(JSON.parse(Buffer.from(encoded, 'base64').toString()));
  if (Date.parse(expiration) <= now) throw refused('Policy expired.');

  const named = new Set(FREE);
  function check(how: 'eq' | 'starts-with', name: string, wanted: string): void {
    const value = fields.get(name.toLowerCase()) ?? '';
    named.add(name.toLowerCase());
    if (how === 'eq' ? value !== wanted : !value.startsWith(wanted))
      throw refused(`Policy Condition failed: ["${how}", "$${name}", "${wanted}"]`);
  }
  for (const condition of conditions) {
    if (!Array.isArray(condition)) {
      for (const [name, wanted] of Object.entries(condition)) check('eq', name, wanted);
    } else if (condition[0] === 'content-length-range') {
      const [, least, most] = condition;
      if (size < least) throw new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than allowed');
      if (size > most)
        throw new ServiceError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
    } else check(condition[0], condition[1].replace(/^\$/, ''), condition[2]);
  }
  const extra = [...fields.keys()].find((name) => name !== 'bucket' && !named.has(name));
  if (extra !== undefined) throw refused(`Extra input fields: ${extra}`);
  return accessKeyId;
}

function refused(why: string): ServiceError {
  return new ServiceError('AccessDenied', `Invalid according to Policy: ${why}`, 403);
}
