import { laneName } from '../platform/lanes.ts';

/** The partition of a campaign's lane: its messages, and its chunks that are parked or were given up. */
export function lanePartition(tenant: string, campaign: string, lane: number): string {
  return `TENANT#${tenant}#CAMPAIGN#${campaign}#LANE#${laneName(lane)}`;
}
