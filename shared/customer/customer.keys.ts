import { laneName, laneOf } from '../platform/lanes.ts';

export const keys = {
  lane: (tenant: string, lane: number) => `TENANT#${tenant}#CUSTOMERS#${laneName(lane)}`,
  customer: (tenant: string, id: string) => ({ pk: keys.lane(tenant, laneOf(id)), sk: `CUSTOMER#${id}` }),
  consent: (tenant: string, id: string, entry: string) => ({
    pk: keys.lane(tenant, laneOf(id)),
    sk: `${keys.consents}${id}#${entry}`,
  }),
  frequency: (tenant: string, id: string) => ({ pk: keys.lane(tenant, laneOf(id)), sk: `${keys.caps}${id}` }),
  /** @param number in its canonical spelling; rows of another spelling are from an earlier version */
  phone: (tenant: string, number: string) => ({ pk: `TENANT#${tenant}#PHONE#${number}`, sk: 'PHONE' }),
  userId: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}#USER#${id}`, sk: 'USER' }),
  prefix: 'CUSTOMER#',
  caps: 'CAP#',
  consents: 'CONSENT#',
};
