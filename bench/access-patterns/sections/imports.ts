import { CUSTOMER_IMPORT, importGiven } from '../../../shared/customer/import.ts';
import { draftJob, referenceOf } from '../../../shared/job/job.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import type { Section } from '../pattern.ts';
import { NOW } from '../world.ts';

export const imports: Section = {
  'import.resume': async (world) => {
    const { tenant_id, ids, ports } = world;
    const about = { id: ids.next('imp'), tenant_id, created_by: 'bench', created_at: timestamp(NOW) };
    const added = { ...importGiven.parse({}), ...about, errors: [], errors_kept: 0 };
    await ports.imports.add(added);
    const given = { tenant_id, kind: CUSTOMER_IMPORT, scope: 'customers:manage' as const, created_by: 'bench' };
    const job = draftJob({ ...given, id: ids.next('job'), input: { import_id: added.id } }, NOW);
    const file = { job_id: job.id, etag: 'etag', size: 1, decoding: 'utf-8' as const };
    await ports.imports.start(added, file, ports.jobs.addWrite(job));
    const claim = await ports.jobs.claim(referenceOf(job), { holder: 'bench', until: NOW + 1 }, NOW);
    if (claim.got) await ports.jobs.end(claim.job, 'bench', 'failed', NOW);
    ports.answers.file = { bytes: new Uint8Array(1), size: 1, etag: 'etag' };
    return world.route('import.resume', { params: { id: added.id } });
  },
};
