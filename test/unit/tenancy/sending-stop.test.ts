import { afterAll, beforeAll, expect, test } from 'vitest';

import { switchSending } from '../../../admin/switch-sending.ts';
import { sendingSwitchStore, SWITCH_KEPT_FOR } from '../../../shared/tenancy/sending-switch.store.ts';
import { findStop, requireSending, stopOf } from '../../../shared/tenancy/sending-stop.ts';
import { TABLE_NAME, testTable } from '../../support/dynamodb.ts';
import { fakeClock, tenantOf, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const switchOf = (isStopped: boolean) => ({ isStopped: async () => isStopped });
const tenantsOf = (sending?: 'on' | 'stopped') => ({
  get: async (id: string) => tenantOf({ id, ...(sending && { sending }) }),
});

test('the switch of the installation is read once in five seconds, anew when that is asked for, and each time while it is stopped', async () => {
  const clock = fakeClock();
  let reads = 0;
  const table = {
    ...opened.table,
    get: (...given: Parameters<typeof opened.table.get>) => ((reads += 1), opened.table.get(...given)),
  };
  const [sender, operator] = [sendingSwitchStore(table, clock), sendingSwitchStore(opened.table, clock)];
  expect(await sender.isStopped()).toBe(false);
  await operator.stop();
  clock.advance(SWITCH_KEPT_FOR - 1);
  expect(await sender.isStopped()).toBe(false);
  expect(reads).toBe(1);
  expect(await sender.isStopped(clock.now())).toBe(true);
  expect(await sender.isStopped()).toBe(true);
  await operator.resume();
  expect(await sender.isStopped()).toBe(false);
  expect(reads).toBe(4);
});

test('an operator stops and resumes the sending of an installation', async () => {
  const installation = { tableName: TABLE_NAME, credentialsPrefix: '', access: opened.access };
  const isStopped = () => sendingSwitchStore(opened.table, fakeClock()).isStopped();
  expect(await switchSending(installation, 'stopped')).toEqual({ sending: 'stopped' });
  expect(await switchSending(installation, 'stopped')).toEqual({ sending: 'stopped' });
  expect(await isStopped()).toBe(true);
  expect(await switchSending(installation, 'on')).toEqual({ sending: 'on' });
  expect(await isStopped()).toBe(false);
});

test.each([
  ['on', false, undefined],
  [undefined, false, undefined],
  ['stopped', false, 'tenant'],
  ['on', true, 'installation'],
  ['stopped', true, 'installation'],
] as const)(
  'a tenant that is %s, in an installation that is stopped (%s), is stopped by: %s',
  async (sending, all, stop) => {
    const ports = { sendingSwitch: switchOf(all), tenants: tenantsOf(sending) };
    expect(await findStop('ten_1', ports)).toBe(stop);
    expect(await stopOf(await ports.tenants.get('ten_1'), ports)).toBe(stop);
  },
);

test('what would send is refused while sending is stopped, by what was read just now, with what ends it', async () => {
  const clock = fakeClock();
  const asked: (number | undefined)[] = [];
  const sendingSwitch = { isStopped: async (readSince?: number) => (asked.push(readSince), false) };
  await requireSending('ten_1', { clock, sendingSwitch, tenants: tenantsOf() });
  expect(asked).toEqual([clock.now()]);
  const refused = await thrown(() => requireSending('ten_1', { clock, sendingSwitch, tenants: tenantsOf('stopped') }));
  expect(refused).toMatchObject({ kind: 'conflict', code: 'sending.stopped' });
  expect(refused.message).toMatch(/PATCH \/v1\/tenant/);
  const ports = { clock, sendingSwitch: switchOf(true), tenants: tenantsOf() };
  expect((await thrown(() => requireSending('ten_1', ports))).message).toMatch(/resume-sending/);
});
