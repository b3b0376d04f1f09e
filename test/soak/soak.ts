import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { random } from '../fault/random.ts';
import { examineAll, type Findings } from './examine.ts';
import { keepHerald, type Keeper } from './keeper.ts';
import { takeSample, type Sample } from './samples.ts';
import { countMessages } from './truth.ts';
import { workload, type Doings } from './workload.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Messages per second. */
  readonly rate: number;
}

/** A part of the time, when it was over: what had been done by then. */
export interface Part {
  readonly minute: number;
  readonly kills: number;
  readonly messages: number;
  readonly doings: Doings;
  readonly samples: readonly Sample[];
  /** In the heaps at its end, in megabytes. */
  readonly held: number | undefined;
}

export interface Soaked {
  readonly parts: readonly Part[];
  readonly samples: readonly Sample[];
  readonly findings: Findings;
  readonly campaigns: number;
  /** How long it took until everything agreed, in seconds. */
  readonly drained: number;
  readonly errors: string;
}

const MINUTE = 60_000;
/** What is measured in each part, and how many parts there are; an hour has one for each ten minutes. */
const PARTS = 6;
/** How long a process runs until it is killed, as shares of the whole time, and in milliseconds at least. */
const LIFE = { min: 1 / 30, max: 1 / 3, least: 20_000 };
/** How long after the last campaign everything may take to agree: messages that a kill cut off are looked for by then. */
const PATIENCE = 12 * MINUTE;
const LOOK = 10_000;

/** Lets a Herald of its own work, be killed and start again, and finally compares what it says with what the stand-in has. */
export async function soak({ minutes, seed, rate }: SoakOptions, say: (text: string) => void): Promise<Soaked> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-soak-'));
  const keeper = await keepHerald(folder, rate);
  try {
    const roll = random(seed);
    const work = workload(keeper, roll);
    const began = Date.now();
    const end = began + minutes * MINUTE;
    const samples: Sample[] = [];
    const parts: Part[] = [];
    const measuring = measure(keeper, folder, end, minutes, samples);
    const killing = killNowAndThen(keeper, random(seed + 1), end, minutes, say);
    const telling = (async () => {
      for (let part = 1; part <= PARTS; part += 1) {
        await sleep(Math.max(0, began + (part * minutes * MINUTE) / PARTS - Date.now()));
        const own = samples.slice(parts.reduce((sum, { samples }) => sum + samples.length, 0));
        const minute = (part * minutes) / PARTS;
        parts.push({
          minute,
          kills: keeper.kills,
          messages: countMessages(folder),
          doings: { ...work.doings },
          samples: own,
          held: await keeper.held(),
        });
        say(
          `minute ${minute.toFixed(1)}: ${parts.at(-1)!.messages} messages, ${keeper.kills} kills, ${work.campaigns.length} campaigns`,
        );
      }
    })();
    await Promise.all([work.goOnUntil(end), measuring, killing, telling]);
    const { findings, drained } = await drain(keeper, work.campaigns, folder, say);
    return { parts, samples, findings, campaigns: work.campaigns.length, drained, errors: keeper.errors() };
  } finally {
    await keeper.end();
    await rm(folder, { recursive: true });
  }
}

async function measure(keeper: Keeper, folder: string, end: number, minutes: number, samples: Sample[]): Promise<void> {
  const every = Math.min(MINUTE, (minutes * MINUTE) / 12);
  while (Date.now() < end) {
    await sleep(every);
    const sample = takeSample(keeper.pid, keeper.since, folder);
    if (sample) samples.push(sample);
  }
}

async function killNowAndThen(
  keeper: Keeper,
  roll: ReturnType<typeof random>,
  end: number,
  minutes: number,
  say: (text: string) => void,
): Promise<void> {
  for (;;) {
    const life = Math.max(LIFE.least, roll.between(LIFE.min, LIFE.max) * minutes * MINUTE);
    if (Date.now() + life > end) return;
    await sleep(life);
    const from = Date.now();
    await keeper.restart();
    say(`killed; back after ${((Date.now() - from) / 1000).toFixed(1)} s`);
  }
}

/** Waits until nothing is wrong any more, or for as long as that may take. */
async function drain(
  keeper: Keeper,
  campaigns: readonly string[],
  folder: string,
  say: (text: string) => void,
): Promise<{ findings: Findings; drained: number }> {
  const from = Date.now();
  for (;;) {
    const findings = await examineAll(keeper, campaigns, folder);
    const wrong = findings.lost.length + findings.duplicates.length + findings.differing.length;
    const drained = Math.round((Date.now() - from) / 1000);
    say(
      `after ${drained} s: ${findings.lost.length} lost, ${findings.duplicates.length} twice, ${findings.differing.length} counts differ`,
    );
    await Promise.all(findings.paused.map((id) => keeper.call(`POST /v1/campaigns/${id}/resume`)));
    if (wrong === 0 || Date.now() - from > PATIENCE) return { findings, drained };
    await sleep(LOOK);
  }
}
