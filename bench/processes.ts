import { readdirSync, readFileSync } from 'node:fs';

/** Ticks per second of the times in /proc: 100 on every Linux that Node runs on [proc(5), USER_HZ]. */
const TICKS = 100;

interface Usage {
  readonly pid: number;
  readonly parent: number;
  readonly kilobytes: number;
  readonly cpuSeconds: number;
}

/** What a process and its descendants use: resident memory, and CPU time since each began. */
export function usageOf(root: number): { readonly megabytes: number; readonly cpuSeconds: number } {
  const tree = treeOf(root);
  return { megabytes: Math.round(sum(tree, 'kilobytes') / 1024), cpuSeconds: sum(tree, 'cpuSeconds') };
}

function treeOf(root: number): readonly Usage[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => usage(Number(name)));
  const tree = (pid: number): Usage[] => [
    ...processes.filter((process) => process.pid === pid),
    ...processes.filter(({ parent }) => parent === pid).flatMap((child) => tree(child.pid)),
  ];
  return tree(root);
}

function sum(processes: readonly Usage[], field: 'kilobytes' | 'cpuSeconds'): number {
  return processes.reduce((total, process) => total + process[field], 0);
}

const SAMPLE_MS = 250;

/**
 * Samples the CPU time of this process and of the descendants that it has now, so that the use within an interval can be read later.
 * No other process is looked at again: that would be a part of what is measured.
 */
export function processorMeter() {
  const pids = treeOf(process.pid).map(({ pid }) => pid);
  const sample = () => ({ at: Date.now(), cpuSeconds: sum(pids.flatMap(usage), 'cpuSeconds') });
  const samples = [sample()];
  const timer = setInterval(() => samples.push(sample()), SAMPLE_MS);
  return {
    stop: () => clearInterval(timer),
    /** @param end milliseconds since the epoch */
    cpuSecondsUntil(end: number): number {
      const last = samples.findLast(({ at }) => at <= end) ?? samples[0]!;
      return last.cpuSeconds - samples[0]!.cpuSeconds;
    },
  };
}

function usage(pid: number): Usage[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (label: string) => Number(new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    // Fields 14 and 15; the second field is a name in brackets that may contain blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
    return [{ pid, parent: field('PPid'), kilobytes: field('VmRSS'), cpuSeconds }];
  } catch {
    return []; // The process ended meanwhile.
  }
}
