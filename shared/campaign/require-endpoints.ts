import type { Button } from '../content/button.ts';
import type { OtherContent } from './contents.ts';
import { invalid, type Fault } from '../platform/errors.ts';

/** The tenant's webhook endpoints, which a later room keeps. */
export interface EndpointLookup {
  get(tenant: string, id: string): Promise<object | undefined>;
}

/** @throws HeraldError 400 that names each button whose action leads to a webhook endpoint that does not exist */
export async function requireEndpoints(
  tenant_id: string,
  { buttons = [], contents = [] }: { buttons?: readonly Button[]; contents?: readonly Pick<OtherContent, 'buttons'>[] },
  webhookEndpoints: EndpointLookup,
): Promise<void> {
  const inside = (list: readonly Button[] = [], at = '') =>
    list.map(({ action }, place) => ({ action, path: `${at}buttons.${place}` }));
  const places = [
    ...inside(buttons),
    ...contents.flatMap((content, index) => inside(content.buttons, `contents.${index}.`)),
  ];
  const faults = await Promise.all(
    places.map(async ({ action, path }): Promise<Fault[]> => {
      const id = action?.type === 'webhook' ? action.webhook_endpoint_id : undefined;
      if (id === undefined || (await webhookEndpoints.get(tenant_id, id))) return [];
      const message = `There is no webhook endpoint ${id}; GET /v1/webhook-endpoints lists yours.`;
      return [{ path: `${path}.action.webhook_endpoint_id`, code: 'not_found', message }];
    }),
  );
  if (faults.flat().length > 0) throw invalid(faults.flat());
}
