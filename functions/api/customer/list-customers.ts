import { listCustomers } from '../../../shared/customer/customer.contract.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, cursors, customers, messages, segments } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList, filtersOf } from '../../../shared/runtime/list.ts';
import { segmentPage } from '../../../shared/segment/segment-page.ts';

const needs = { clock, cursors, customers, messages, segments };

export const handle: Handle<typeof listCustomers, typeof needs> = async ({ query, caller }, ports) => {
  const { tenant_id } = caller;
  const { segment_id, ...listed } = filtersOf(query);
  const { tag, phone_number, consent, created_after, created_before } = listed;
  const times = created_after || created_before ? [created_after, created_before] : [];
  const more = [...(consent ? ['consent', consent] : []), ...(segment_id ? ['segment', segment_id] : [])];
  const request = { caller, list: ['customers', tag, phone_number, ...times, ...more], query };
  if (segment_id === undefined) {
    const count = () => ports.customers.count(tenant_id, listed);
    return answerList(ports.cursors, { ...request, count }, (range) =>
      ports.customers.page(tenant_id, { ...range, ...listed }),
    );
  }
  const segment = await ports.segments.get(tenant_id, segment_id);
  if (!segment) throw notFound('segment');
  const about = { listed, at: ports.clock.now() };
  return answerList(ports.cursors, request, (range) => segmentPage(segment, about, range, ports));
};

export const handler = api(listCustomers, handle, needs);
