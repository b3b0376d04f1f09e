import { erasePerson } from '../../../shared/erasure/erase-person.ts';
import { draftJob, referenceOf } from '../../../shared/job/job.ts';
import { runJob } from '../../../shared/job/run-job.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { draftDelivery } from '../../../shared/webhook/delivery.ts';
import { CONSENT } from '../builders.ts';
import { per, type Section } from '../pattern.ts';
import { NOW } from '../world.ts';

/** `customer.delete`, its job, and the parts of that job's work, with how each grows. */
export const erasure: Section = {
  'customer.delete': per('consent entry', async (world, count) => {
    const { tenant_id, ids, ports } = world;
    const { id } = await world.customer();
    for (let said = 1; said < count; said++) {
      const consent = { ...CONSENT, source: `form ${said}` };
      const statement = { given: { consent }, now: timestamp(NOW), consent_id: ids.next('con') };
      await ports.customers.change(tenant_id, id, statement);
    }
    return world.route('customer.delete', { params: { id } });
  }),
  'job.run, of an erasure where nothing is left': async (world) => {
    const { tenant_id, ids, ports } = world;
    const kind = erasePerson({ ...ports, erasureSettlesAfter: 0 });
    const given = { tenant_id, kind: 'erasure', scope: 'customers:manage' as const, created_by: 'bench' };
    const job = draftJob({ ...given, id: ids.next('job'), input: { customer_ids: [ids.next('cus')] } }, NOW);
    await ports.jobs.add(job);
    return () => runJob(referenceOf(job), { ...ports, ids, jobKinds: { erasure: kind } });
  },
  'job.read': async (world) => {
    const { tenant_id, ids, ports } = world;
    const given = { tenant_id, kind: 'erasure', scope: 'customers:manage' as const, created_by: 'bench', input: {} };
    const job = draftJob({ ...given, id: ids.next('job') }, NOW);
    await ports.jobs.add(job);
    return world.route('job.read', { params: { id: job.id } });
  },
  '… what they wrote': per('inbound message', async (world, count) => {
    const { tenant_id, ids, ports } = world;
    const customer_id = ids.next('cus');
    const said = { tenant_id, customer_id, kind: 'reply' as const, text: 'Thanks!', media_urls: [] };
    for (let sid = 0; sid < count; sid++)
      await ports.inbounds.add({ ...said, sid: `SM${sid}`, received_at: timestamp(NOW) });
    return () => ports.inbounds.forget(tenant_id, customer_id);
  }),
  '… their taps': per('tap', async (world, count) => {
    const customer = await world.customer();
    for (let n = 0; n < count; n++) {
      const tap = await world.tapped((await world.begun()).campaign, customer);
      await world.ports.interactions.answer(tap, 'Thanks!');
    }
    return () => world.ports.interactions.forget(world.tenant_id, customer.id);
  }),
  '… their messages': per('message', async (world, count) => {
    const customer = await world.customer();
    const campaigns: string[] = [];
    for (let n = 0; n < count; n++) {
      const { campaign } = await world.begun();
      campaigns.push(campaign.id);
      await world.delivered(campaign, customer);
    }
    return () => world.ports.messages.forget(world.tenant_id, campaigns, customer.id);
  }),
  '… their deliveries': per('delivery', async (world, count) => {
    const { tenant_id, ids, ports } = world;
    const [customer, endpoint] = [ids.next('cus'), ids.next('whe')];
    for (let n = 0; n < count; n++) {
      const event = { id: ids.next('evt'), type: 'customer.replied', tenant_id, timestamp: timestamp(NOW) };
      await ports.deliveries.add(draftDelivery({ ...event, data: { customer: { id: customer } } }, endpoint, NOW));
    }
    return () => ports.deliveries.forget(tenant_id, customer);
  }),
};
