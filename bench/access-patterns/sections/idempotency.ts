import type { APIGatewayProxyEventV2 } from 'aws-lambda';

import { notFound } from '../../../shared/platform/errors.ts';
import type { Section } from '../pattern.ts';
import type { World } from '../world.ts';

const REQUEST = { headers: { 'idempotency-key': 'order-1' }, rawPath: '/v1/campaigns', body: '{}' };

/** A request with a key, beyond what it does itself. */
function once({ tenant_id, ports }: World, run: () => Promise<string>, rerunnable = false): Promise<string> {
  return ports.idempotency.once(
    tenant_id,
    { id: 'campaign.create', rerunnable },
    REQUEST as unknown as APIGatewayProxyEventV2,
    run,
  );
}

const answer = async () => '{}';
const refuse = async () => {
  throw notFound('sender');
};
const fail = async () => {
  throw new Error('failed');
};

async function failed(request: Promise<string>): Promise<void> {
  const [outcome] = await Promise.allSettled([request]);
  if (outcome.status === 'fulfilled') throw new Error('It was to fail.');
}

export const idempotency: Section = {
  'the first request, with its answer': (world) => () => once(world, answer),
  'one that is refused': (world) => () => failed(once(world, refuse)),
  'one that ends with an error': (world) => () => failed(once(world, fail)),
  '… that runs again': async (world) => {
    await failed(once(world, fail, true));
    return () => once(world, answer, true);
  },
  'one that is repeated': async (world) => {
    await once(world, answer);
    return () => once(world, answer);
  },
};
