import { draftKeeper, type DraftKeeper } from './draft-keeper.ts';
import { me } from './session.ts';

let current: { id: string; tenant: string | undefined; keeper: DraftKeeper } | undefined;

/** The keeper of the campaign that is being written: the same on all its steps, also once a new one got its id. */
export function keeperFor(id: string): DraftKeeper {
  const tenant = me.value?.tenant.id;
  if (current && current.tenant === tenant && (current.keeper.campaign.value?.id ?? current.id) === id)
    return current.keeper;
  current?.keeper.end();
  current = { id, tenant, keeper: draftKeeper(id) };
  return current.keeper;
}

/** Begins anew the next time: what was written is sent, or somebody asked for an empty one. */
export function leaveBuilder(): void {
  current?.keeper.end();
  current = undefined;
}
