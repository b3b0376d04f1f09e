import { conflict } from '../platform/errors.ts';

/** The public base URL of this installation when the provider cannot reach it; null when it can. */
export type UnreachableAddress = string | null;

/** The sentence a person reads: nothing would be known of any message, and no tap or STOP would arrive. */
export function unreachableSentence(address: string): string {
  return `Twilio cannot reach ${address}, the address that statuses, replies and STOP are reported to. Set PUBLIC_BASE_URL to the public https address of this installation or of a tunnel to it, and start Herald again; or set TWILIO_API_BASE_URL to a double of Twilio on this machine.`;
}

/** @throws HeraldError 409 when the provider cannot reach this installation */
export function requireAddress({ unreachableAddress }: { readonly unreachableAddress: UnreachableAddress }): void {
  if (unreachableAddress !== null) throw conflict('provider.address', unreachableSentence(unreachableAddress));
}
