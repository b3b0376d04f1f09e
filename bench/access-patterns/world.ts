import type { Table } from '../../shared/platform/table-client.ts';
import { SCOPES } from '../../shared/contract/scope.ts';
import { ROUTES } from '../../shared/routes.ts';
import { builders } from './builders.ts';
import { seededIds } from './ids.ts';
import { portsOf, type Ports } from './ports.ts';

/** When everything is measured, in milliseconds since the epoch. */
export const NOW = Date.parse('2026-11-20T12:00:00.000Z');

export type Operation = () => Promise<unknown>;

interface Request {
  readonly params?: object;
  readonly query?: object;
  readonly body?: unknown;
}

export type World = ReturnType<typeof openWorld>;

/** A tenant of its own in the one table, at a time that stands still. @param name the same makes the same ids */
export function openWorld(table: Table, name: string) {
  const clock = { now: () => NOW, sleepUntil: async () => undefined };
  const ids = seededIds(name, NOW);
  const tenant_id = ids.next('ten');
  const ports = portsOf(table, clock, ids);
  const caller = { tenant_id, scopes: [...SCOPES], actor: { kind: 'api_key' as const, id: ids.next('key') } };

  return {
    ...builders(tenant_id, ports),
    tenant_id,
    caller,
    ids,
    ports,

    /** What a route does once it knows who asks, with its parameters parsed as they are then. */
    async route(id: string, given: Request = {}): Promise<Operation> {
      const contract = ROUTES.find((one) => one.id === id)!;
      const { params, query, body } = contract.request;
      const input = {
        params: params?.parse(given.params) ?? {},
        query: query?.parse(given.query ?? {}) ?? {},
        body: body?.parse(given.body) ?? {},
        caller,
        idempotency_key: undefined,
      };
      const { handle } = (await import(`../../${contract.entry}`)) as {
        handle: (request: typeof input, ports: Ports) => Promise<unknown>;
      };
      return () => handle(input, ports);
    },
  };
}
