import type { APIGatewayProxyEventV2 } from 'aws-lambda';

import type { Section } from '../pattern.ts';
import type { World } from '../world.ts';

const REQUEST = { headers: { 'idempotency-key': 'order-1' }, rawPath: '/v1/campaigns', body: '{}' };

/** A request with a key, beyond what it does itself. */
function once({ tenant_id, ports }: World, run: () => Promise<string>): Promise<string> {
  return ports.idempotency.once(
    tenant_id,
    { id: 'campaign.create' },
    REQUEST as unknown as APIGatewayProxyEventV2,
    run,
  );
}

const answer = async () => '{}';
const fail = async () => {
  throw new Error('refused');
};

export const idempotency: Section = {
  'the first request, with its answer': (world) => () => once(world, answer),
  'one that fails': (world) => () => once(world, fail).catch((error: Error) => error.message === 'refused'),
  'one that is repeated': async (world) => {
    await once(world, answer);
    return () => once(world, answer);
  },
};
