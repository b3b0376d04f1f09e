import { endpointOf, type Button } from '../content/button.ts';
import type { OtherContent } from './contents.ts';
import type { Recommend } from './recommend.ts';
import { invalid, type Fault } from '../platform/errors.ts';

/** The tenant's webhook endpoints, which a later room keeps. */
export interface EndpointLookup {
  get(tenant: string, id: string): Promise<object | undefined>;
}

/** @throws HeraldError 400 that names each place of a campaign that leads to a webhook endpoint that does not exist */
export async function requireEndpoints(
  tenant_id: string,
  {
    buttons,
    contents,
    recommend,
  }: {
    readonly buttons?: readonly Button[] | null | undefined;
    readonly contents?: readonly Pick<OtherContent, 'buttons'>[] | null | undefined;
    readonly recommend?: Pick<Recommend, 'webhook_endpoint_id'> | null | undefined;
  },
  webhookEndpoints: EndpointLookup,
): Promise<void> {
  const inside = (list: readonly Button[] | null | undefined, at = '') =>
    (list ?? []).map(({ action }, place) => ({
      id: endpointOf(action),
      path: `${at}buttons.${place}.action`,
    }));
  const places = [
    ...inside(buttons),
    { id: recommend?.webhook_endpoint_id, path: 'recommend' },
    ...(contents ?? []).flatMap((content, index) => inside(content.buttons, `contents.${index}.`)),
  ];
  const faults = await Promise.all(
    places.map(async ({ id, path }): Promise<Fault[]> => {
      if (id === undefined || (await webhookEndpoints.get(tenant_id, id))) return [];
      const message = `There is no webhook endpoint ${id}; GET /v1/webhook-endpoints lists yours.`;
      return [{ path: `${path}.webhook_endpoint_id`, code: 'not_found', message }];
    }),
  );
  if (faults.flat().length > 0) throw invalid(faults.flat());
}
