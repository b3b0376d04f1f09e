import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';

import { exportFiles, exportGiven, type ExportGiven, type FileExport } from '../../../shared/export/export.ts';
import { writeExport, type WriteExportPorts } from '../../../shared/export/write-export.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import type { Interaction } from '../../../shared/interaction/interaction.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Position } from '../../../shared/platform/page.ts';
import { memoryFiles } from '../../support/memory-files.ts';
import { campaignOf, customerOf, START } from '../fixtures.ts';

const tenant_id = ids.next('ten');
const campaign_id = ids.next('cmp');

function tapOf(number: number, given: Partial<Interaction> = {}): Interaction {
  return {
    ...{ id: ids.at('int', START + number), tenant_id, campaign_id, customer_id: ids.next('cus') },
    ...{ message_id: ids.next('msg'), button_id: 'yes', button_title: 'Yes', button_type: 'reply', source: 'inbound' },
    ...{ clicked_at: new Date(START + number).toISOString(), local_weekday: 0, local_hour: 1 },
    ...given,
  };
}

const unused = () => Promise.reject(new Error('This is not for this kind of export.'));

/** An export of taps, and a way to carry it on, each step as often as it is said. */
function exporting(
  taps: readonly Interaction[],
  more: { given?: Partial<ExportGiven>; people?: readonly Customer[]; campaign?: false | Partial<Campaign> } = {},
) {
  const given = exportGiven.parse({ kind: 'interactions', filter: { campaign_id }, ...more.given });
  const about = { id: ids.next('exp'), tenant_id, scopes: [], job_id: ids.next('job'), created_by: 'test' };
  let found: FileExport = { ...given, ...about, created_at: new Date(START).toISOString() };
  const files = memoryFiles();
  const reads = { most: 0 };
  const people = new Map(more.people?.map((one) => [one.id, one]));
  const ports: WriteExportPorts = {
    files,
    exports: {
      get: async () => found,
      segments: async () => new Map(),
      conclude: async (_, end) => void (found = { ...found, ...end }),
    },
    campaigns: {
      get: async () =>
        more.campaign === false ? undefined : campaignOf({ id: campaign_id, tenant_id, ...more.campaign }),
    },
    customers: {
      ...{ get: unused, lanePage: unused, ledgerPage: unused, page: unused },
      getAll: async (_, wanted) =>
        wanted.flatMap((id) => (more.people ? (people.get(id) ?? []) : customerOf({ id, tenant_id }))),
    },
    frequencies: { ofCustomers: unused },
    interactions: {
      pageOfCustomer: unused,
      async page(_tenant, _campaign, _selection, { limit, after }) {
        const start = Number(after?.['at'] ?? 0);
        const items = taps.slice(start, start + limit);
        reads.most = Math.max(reads.most, items.length);
        return { items, last: start + limit < taps.length ? { at: start + limit } : undefined };
      },
    },
    messages: { page: unused, betweenCustomers: unused, ofCustomers: unused },
    auditEntries: { search: unused },
    picker: { isProved: unused, armsFor: unused },
    tenants: { get: unused },
  };
  const progress: Record<string, number> = {};
  const kind = writeExport(ports);

  async function run(repeats: (step: number) => number = () => 1): Promise<number> {
    let position: Position | undefined;
    for (let steps = 0; steps < 200; steps += 1) {
      const stored = position && (JSON.parse(JSON.stringify(position)) as Position);
      let result;
      for (let time = 0; time < repeats(steps); time += 1)
        result = await kind.step(
          { tenant_id, input: { export_id: found.id }, ...(stored && { position: stored }) },
          START,
        );
      for (const [name, by] of Object.entries(result?.done ?? {})) progress[name] = (progress[name] ?? 0) + by;
      if (result?.next === undefined) return steps + 1;
      expect(JSON.stringify(result.next).length).toBeLessThan(60_000);
      position = result.next;
    }
    throw new Error('The export did not end.');
  }
  return {
    ...{ files, kind, progress, reads, run },
    found: () => found,
    text: () => files.text(exportFiles(found).file),
  };
}

function rowsIn(csv: string): Record<string, string>[] {
  return parse<Record<string, string>>(csv.replace('\ufeff', ''), { columns: true });
}

function idsIn(csv: string) {
  return rowsIn(csv).map(({ id }) => id);
}

/** Some 20 MB: what is left between two steps, and several parts. */
const LONG = Array.from({ length: 34_000 }, (_, number) =>
  tapOf(number, { response_message: `${'x'.repeat(number < 22_000 ? 10 : 1_000)} "${number}"\nof two lines` }),
);

describe('an export', () => {
  it('of many rows is one file with each row once, written in parts with what they leave in between', async () => {
    const { files, found, progress, reads, run, text } = exporting(LONG);
    expect(await run()).toBeGreaterThan(3);
    expect(idsIn(text())).toEqual(LONG.map(({ id }) => id));
    expect(progress).toEqual({ rows: LONG.length, left_out: 0 });
    expect(reads.most).toBeLessThanOrEqual(500);
    expect(found()).toMatchObject({ size: Buffer.byteLength(text()), ended_at: expect.any(String) });
    expect(files.keys()).toEqual([exportFiles(found()).file]);
  });

  it('whose steps are each repeated, as after the death of a worker, has the same file', async () => {
    const troubled = exporting(LONG);
    await troubled.run((step) => 1 + (step % 3));
    expect(idsIn(troubled.text())).toEqual(LONG.map(({ id }) => id));
    expect(troubled.progress).toEqual({ rows: LONG.length, left_out: 0 });
    expect(troubled.found().size).toBe(Buffer.byteLength(troubled.text()));
  });

  it('that was carried on by another worker meanwhile fails rather than mixes the two', async () => {
    const { files, found, kind } = exporting(LONG);
    const job = { tenant_id, input: { export_id: found().id } };
    const first = await kind.step(job, START);
    const rest = files.keys()[0]!;
    files.add(rest, 'what a late worker wrote');
    await expect(kind.step({ ...job, position: first.next }, START)).rejects.toThrow('is gone');
  });

  it('of nothing is a header, or an empty file of JSON lines', async () => {
    const csv = exporting([]);
    await csv.run();
    expect(csv.text()).toMatch(/^\ufeffid,campaign_id,.*,metadata,agent_outcome,agent_reason\r\n$/);
    const jsonl = exporting([], { given: { format: 'jsonl' } });
    await jsonl.run();
    expect([jsonl.text(), jsonl.found().size]).toEqual(['', 0]);
    expect(jsonl.files.has(exportFiles(jsonl.found()).file)).toBe(true);
  });

  it('leaves out people who were erased, and says how many rows that were', async () => {
    const [known, erased] = [tapOf(1), tapOf(2)];
    const { progress, run, text } = exporting([known, erased], {
      people: [customerOf({ id: known.customer_id, tenant_id })],
    });
    await run();
    expect(idsIn(text())).toEqual([known.id]);
    expect(text()).not.toContain(erased.customer_id);
    expect(progress).toEqual({ rows: 1, left_out: 1 });
  });

  it('writes formulas as texts, and whatever else people are called as it is', async () => {
    const names = ['=HYPERLINK("http://x")', '<b>Ana</b>', '\u202eevil', 'O’Hara, "Bo"', '＝1+1', null];
    const taps = names.map((_, number) => tapOf(number, { response_message: '-1+1', metadata: { note: '=1' } }));
    const people = taps.map(({ customer_id }, number) =>
      customerOf({ id: customer_id, tenant_id, name: names[number] ?? null, phone_number: '+4915112345678' }),
    );
    const asked = { given: { expand: 'customer' as const }, people };
    const { run, text } = exporting(taps, asked);
    await run();
    const rows = rowsIn(text());
    expect(rows.map(({ name }) => name)).toEqual([
      ...[`'=HYPERLINK("http://x")`, '<b>Ana</b>', '\u202eevil', 'O’Hara, "Bo"', "'＝1+1", ''],
    ]);
    expect(rows[0]).toMatchObject({
      phone_number: "'+4915112345678",
      response_message: "'-1+1",
      metadata: '{"note":"=1"}',
    });

    const jsonl = exporting(taps, { ...asked, given: { ...asked.given, format: 'jsonl' } });
    await jsonl.run();
    const lines = jsonl
      .text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ name }) => name)).toEqual(names);
    expect(lines[0]).toMatchObject({
      phone_number: '+4915112345678',
      metadata: { note: '=1' },
      led_to_conversion: false,
    });
  });

  it('writes times by the clock that was asked for', async () => {
    const { run, text } = exporting([tapOf(0)], { given: { time_zone: 'America/New_York' } });
    await run();
    const [row] = rowsIn(text());
    expect(row).toMatchObject({ clicked_at: '2026-11-20T07:00:00.000-05:00', converted_at: '' });
  });

  it('of a campaign that is gone says so, and has no file', async () => {
    const { files, found, run } = exporting([tapOf(0)], { campaign: false });
    expect(await run()).toBe(1);
    expect(found()).toMatchObject({ problem: 'campaign.not_found', ended_at: expect.any(String) });
    expect(files.keys()).toEqual([]);
  });

  it('of a preflight whose campaign was changed since says so, and has no file', async () => {
    const campaign = { updated_at: new Date(START + 1).toISOString() };
    const given: Partial<ExportGiven> = { kind: 'customers', filter: { campaign_id } };
    const { files, found, run } = exporting([], { given, campaign });
    expect(await run()).toBe(1);
    expect(found()).toMatchObject({ problem: 'campaign.changed', ended_at: expect.any(String) });
    expect(files.keys()).toEqual([]);
  });
});
