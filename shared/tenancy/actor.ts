/** On whose behalf something changes: a caller with a key or a token, a member who signed in, a schedule whose time has come, or Herald itself. */
export type Actor =
  | { readonly kind: 'api_key'; readonly id: string; readonly name?: string }
  | { readonly kind: 'member'; readonly id: string; readonly name: string }
  /** `id` is the token's subject, which may be an address of a person: it goes into no log. */
  | { readonly kind: 'token'; readonly id: string }
  | { readonly kind: 'schedule' }
  /** `id` says which part of Herald: 'sweeper', 'sender'. */
  | { readonly kind: 'system'; readonly id: string };

/** As an item keeps it: 'api_key:key_01J…', 'schedule', 'system:sweeper'. */
export function actorName(actor: Actor): string {
  return 'id' in actor ? `${actor.kind}:${actor.id}` : actor.kind;
}

/** Whether no caller asked for it. @param name as `actorName` puts it */
export function isByItself(name: string): boolean {
  return /^(schedule$|system:)/.test(name);
}

export function system(
  id: 'run' | 'sender' | 'sweeper' | 'dead_letters' | 'failures' | 'provider' | 'predictions',
): Actor {
  return { kind: 'system', id };
}
