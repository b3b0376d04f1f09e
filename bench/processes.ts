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
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(usage);
  const tree = (pid: number): Usage[] => [
    ...processes.filter((process) => process.pid === pid),
    ...processes.filter(({ parent }) => parent === pid).flatMap((child) => tree(child.pid)),
  ];
  const sum = (field: 'kilobytes' | 'cpuSeconds') => tree(root).reduce((total, process) => total + process[field], 0);
  return { megabytes: Math.round(sum('kilobytes') / 1024), cpuSeconds: sum('cpuSeconds') };
}

const SAMPLE_MS = 250;

/** Samples the CPU time of this process and its descendants, so that the use within an interval can be read later. */
export function processorMeter() {
  const samples = [{ at: Date.now(), cpuSeconds: usageOf(process.pid).cpuSeconds }];
  const timer = setInterval(
    () => samples.push({ at: Date.now(), cpuSeconds: usageOf(process.pid).cpuSeconds }),
    SAMPLE_MS,
  );
  return {
    stop: () => clearInterval(timer),
    /** @param end milliseconds since the epoch */
    cpuSecondsUntil(end: number): number {
      const last = samples.findLast(({ at }) => at <= end) ?? samples[0]!;
      return last.cpuSeconds - samples[0]!.cpuSeconds;
    },
  };
}

function usage(pid: string): Usage[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (label: string) => Number(new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    // Fields 14 and 15; the second field is a name in brackets that may contain blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
    return [{ pid: Number(pid), parent: field('PPid'), kilobytes: field('VmRSS'), cpuSeconds }];
  } catch {
    return []; // The process ended meanwhile.
  }
}
