import { expect, test } from 'vitest';

import type { Scope } from '../../../shared/contract/scope.ts';
import { exportGiven, fileExport, scopesOf, type FileExport } from '../../../shared/export/export.ts';
import { draftJob, type Job } from '../../../shared/job/job.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { ROUTES } from '../../../shared/routes.ts';
import type { Caller } from '../../../shared/tenancy/caller.ts';
import { role, scopesOfRole, type Role } from '../../../shared/tenancy/role.ts';
import { campaignOf, fakeClock, START } from '../fixtures.ts';

// A function's environment is read as it loads; nothing here reaches what it names.
const NOWHERE = { TABLE_NAME: 'none', FILES_BUCKET: 'none', JOB_QUEUE_URL: 'https://sqs.example/none' };
const before = process.env;
process.env = { ...before, ...NOWHERE };
const { handle: createExport } = await import('../../../functions/api/export/create-export.ts');
const { handle: listExports } = await import('../../../functions/api/export/list-exports.ts');
const { handle: readExport } = await import('../../../functions/api/export/read-export.ts');
const { handle: readJob } = await import('../../../functions/api/job/read-job.ts');
const { handle: cancelJob } = await import('../../../functions/api/job/cancel-job.ts');
const { handle: readMe } = await import('../../../functions/api/member/read-me.ts');
process.env = before;

const ROLES = role.options.filter((one) => one !== 'custom');
const EVERYBODY = ROLES;
const READERS_OF_PEOPLE: readonly Role[] = ['viewer', 'editor', 'sender', 'admin'];
const EDITORS: readonly Role[] = ['editor', 'sender', 'admin'];

const tenant_id = ids.next('ten');
const campaign = campaignOf({ tenant_id });
const of_campaign = { filter: { campaign_id: campaign.id } };

/** Who may export what, see the export and have its file: written down here, and nowhere read from the code. */
const EXPORTS: readonly (readonly [string, object, readonly Role[]])[] = [
  ['messages', { kind: 'messages', ...of_campaign }, EVERYBODY],
  ['messages with customers', { kind: 'messages', ...of_campaign, expand: 'customer' }, READERS_OF_PEOPLE],
  ['interactions', { kind: 'interactions', ...of_campaign }, EVERYBODY],
  ['interactions with customers', { kind: 'interactions', ...of_campaign, expand: 'customer' }, READERS_OF_PEOPLE],
  ['customers', { kind: 'customers' }, READERS_OF_PEOPLE],
  ['consents', { kind: 'consents' }, READERS_OF_PEOPLE],
  ['audit', { kind: 'audit' }, EDITORS],
];
/** Whoever may do what began a job may see and stop it. */
const JOBS: readonly (readonly [string, Scope, readonly Role[]])[] = [
  ['an import', 'customers:manage', EDITORS],
  ['an erasure', 'customers:manage', EDITORS],
  ['a preparation', 'conversations:view', EDITORS],
  ['a training', 'analytics:view', EVERYBODY],
  ['an export of messages', 'campaigns:read', EVERYBODY],
  ['an export of customers', 'customers:read', READERS_OF_PEOPLE],
  ['an export of the audit', 'audit:read', EDITORS],
];

function callerOf(of: Role): Caller {
  return { tenant_id, scopes: scopesOfRole(of), actor: { kind: 'member', id: ids.next('mem'), name: 'Ana' } };
}

/** The answers of those whom it is answered; whoever is refused lacks a scope. */
async function answered<Answer>(ask: (caller: Caller) => Promise<Answer>): Promise<Map<Role, Answer>> {
  const answers = new Map<Role, Answer>();
  for (const one of ROLES) {
    try {
      answers.set(one, await ask(callerOf(one)));
    } catch (error) {
      expect(error).toMatchObject({ kind: 'forbidden', code: 'scope.missing' });
    }
  }
  return answers;
}

/** What a handler needs of a request besides its caller, and what it does without here. */
const asked = (input: object) => ({ params: {}, query: {}, body: undefined, ...input }) as never;

function madeOf(given: object): { readonly made: FileExport; readonly job: Job } {
  const body = exportGiven.parse(given);
  const id = ids.next('exp');
  const about = { tenant_id, kind: 'export', scope: scopesOf(body)[0], created_by: 'member:admin', cancellable: true };
  const job = draftJob({ ...about, id: ids.next('job'), input: { export_id: id } }, START);
  const created_at = new Date(START).toISOString();
  const made = {
    ...body,
    id,
    tenant_id,
    scopes: scopesOf(body),
    job_id: job.id,
    created_by: 'member:admin',
    created_at,
  };
  return { made: fileExport.parse({ ...made, ended_at: created_at }), job };
}

function portsOf(all: readonly { readonly made: FileExport; readonly job: Job }[]) {
  const added: FileExport[] = [];
  const jobs = {
    addWrite: () => ({}),
    get: async ({ job_id }: { job_id: string }) => all.find(({ job }) => job.id === job_id)?.job,
    getAll: async () => all.map(({ job }) => job),
    requestCancel: async ({ job_id }: { job_id: string }) => all.find(({ job }) => job.id === job_id)?.job,
  };
  const exports = {
    add: async (made: FileExport) => void added.push(made),
    running: async () => [],
    get: async (_: string, id: string) => all.find(({ made }) => made.id === id)?.made,
    page: async (_: string, isSeen: (found: FileExport) => boolean) => {
      return { items: all.map(({ made }) => made).filter(isSeen), last: undefined };
    },
  };
  const ports = {
    ...{ exports, ids, jobs },
    campaigns: { get: async () => campaign },
    clock: fakeClock(),
    customers: {},
    files: { link: async () => 'https://files.example/signed' },
    jobQueue: { add: async () => undefined },
    quotas: { get: async () => ({ running_exports: 1 }) },
    segments: { getAll: async () => new Map() },
  };
  return { added, ports: ports as never };
}

test('every route that checks its scopes in its function is looked at here', () => {
  const open = ROUTES.filter(({ authentication, scope }) => authentication === 'bearer' && scope === null);
  expect(open.map(({ id }) => id).toSorted()).toEqual(
    ['export.create', 'export.list', 'export.read', 'job.cancel', 'job.read', 'me.read'].toSorted(),
  );
});

test.each(EXPORTS)(
  'an export of %s is begun by those roles that may see the list, and by no others',
  async (_, given, roles) => {
    const { added, ports } = portsOf([]);
    const body = exportGiven.parse(given);
    const answers = await answered((caller) => createExport(asked({ body, caller }), ports));
    expect([...answers.keys()]).toEqual(roles);
    expect(added).toHaveLength(roles.length);
  },
);

test.each(EXPORTS)(
  'an export of %s is read, with its file, by those roles and by no others',
  async (_, given, roles) => {
    const one = madeOf(given);
    const { ports } = portsOf([one]);
    const answers = await answered((caller) => readExport(asked({ params: { id: one.made.id }, caller }), ports));
    expect([...answers.keys()]).toEqual(roles);
    for (const answer of answers.values()) expect(answer.url).toBe('https://files.example/signed');
  },
);

test('the list of exports has for each role those that it may read, and no others', async () => {
  const all = EXPORTS.map(([, given, roles]) => ({ ...madeOf(given), roles }));
  const { ports } = portsOf(all);
  const answers = await answered((caller) => listExports(asked({ query: { limit: 100 }, caller }), ports));
  expect([...answers.keys()]).toEqual(ROLES);
  for (const [of, { data }] of answers) {
    const seen = all.filter(({ roles }) => roles.includes(of)).map(({ made }) => made.id);
    expect(data.map(({ id }) => id)).toEqual(seen);
  }
});

test.each(JOBS)(
  '%s is read and stopped by those roles that may begin it, and by no others',
  async (_, scope, roles) => {
    const one = { ...madeOf({ kind: 'customers' }) };
    const job = { ...one.job, scope };
    const { ports } = portsOf([{ ...one, job }]);
    for (const handle of [readJob, cancelJob]) {
      const answers = await answered((caller) => handle(asked({ params: { id: job.id }, caller }), ports));
      expect([...answers.keys()]).toEqual(roles);
    }
  },
);

test('everybody reads who they are and what they may do', async () => {
  const tenants = { get: async (id: string) => ({ id }) };
  const ports = { members: { ofIdentity: async () => [] }, practice: false, tenants } as never;
  const answers = await answered((caller) => readMe(asked({ caller }), ports));
  expect([...answers].map(([of, { scopes }]) => [of, scopes])).toEqual(ROLES.map((one) => [one, scopesOfRole(one)]));
});
