import { createHash } from 'node:crypto';
import parsePhoneNumber from 'libphonenumber-js/min';
import type { Rules } from './rules.ts';
import { spelledByNetwork } from './spelling.ts';

/** The address that a person writes from. @param address as they were sent to: `whatsapp:+…` */
export function writesFrom(address: string, rules: Rules): string {
  const number = address.replace('whatsapp:', '');
  if (rules.holds('user_ids')) return `whatsapp:${userId(number)}`;
  return `whatsapp:${rules.holds('network_spelling') ? spelledByNetwork(number) : number}`;
}

/** What Twilio says of a person who writes. Who has a user name shows no number. */
export function writerOf(from: string): Record<string, string> {
  const address = from.replace('whatsapp:', '');
  const end = address.slice(-4);
  const ProfileName = `Person ${end}`;
  if (address.startsWith('+')) return { From: from, ProfileName, WaId: address.slice(1) };
  return { From: from, ProfileName, ExternalUserId: address, ProfileUsername: `person.${end}` };
}

/** A business-scoped user id: the country, a dot, digits; the same for the same number. */
function userId(number: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(number).digest('hex').slice(0, 12)}`);
  return `${parsePhoneNumber(number)?.country ?? 'US'}.${digits}`;
}
