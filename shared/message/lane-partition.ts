import { laneName } from '../platform/lanes.ts';

/** The partition key of a campaign's lane: its messages, parked chunks and dead letters. */
export function lanePartition(tenant: string, campaign: string, lane: number): string {
  return `TENANT#${tenant}#CAMPAIGN#${campaign}#LANE#${laneName(lane)}`;
}
