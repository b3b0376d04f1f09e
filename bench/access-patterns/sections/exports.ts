import { createExport } from '../../../shared/export/create-export.ts';
import { EXPORT, exportGiven } from '../../../shared/export/export.ts';
import { writeExport } from '../../../shared/export/write-export.ts';
import { draftJob } from '../../../shared/job/job.ts';
import { atLeast, per, type Section } from '../pattern.ts';
import { NOW, type World } from '../world.ts';

/** An export that nobody has written yet. */
async function begun({ caller, ports }: World, given: object = { kind: 'customers' }) {
  return (await createExport(exportGiven.parse(given), caller, ports)).created;
}

export const exports: Section = {
  'export.create': (world) => world.route('export.create', { body: { kind: 'customers' } }),
  'export.list': atLeast(async (world) => {
    await begun(world);
    return world.route('export.list');
  }),
  'export.read': async (world) => world.route('export.read', { params: { id: (await begun(world)).id } }),
  'job.run, a step of an export of taps': per('tap', async (world, count) => {
    const { campaign } = await world.begun();
    for (let n = 0; n < count; n += 1) await world.tapped(campaign, await world.customer());
    const { id } = await begun(world, { kind: 'interactions', filter: { campaign_id: campaign.id } });
    const job = { tenant_id: world.tenant_id, input: { export_id: id } };
    return () => writeExport(world.ports).step(job, NOW);
  }),
  '… and its end': async (world) => {
    const { id } = await begun(world);
    const job = { tenant_id: world.tenant_id, input: { export_id: id }, position: { state: 'read' } };
    return () => writeExport(world.ports).step(job, NOW);
  },
  'job.cancel': async (world) => {
    const { tenant_id, ids, ports } = world;
    const given = { tenant_id, kind: EXPORT, scope: 'customers:read' as const, created_by: 'bench', input: {} };
    const job = draftJob({ ...given, id: ids.next('job'), cancellable: true }, NOW);
    await ports.jobs.add(job);
    return world.route('job.cancel', { params: { id: job.id } });
  },
};
