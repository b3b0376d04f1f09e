/**
 * `npm run soak`: a Herald of its own that works for an hour, is killed and starts again, and is compared with what really happened.
 *
 *     npm run soak -- --minutes 60             the hour
 *     npm run soak -- --minutes 2 --seed 7     shorter, and other kills
 */
import { tmpdir } from 'node:os';

import { readCommandLine } from '../../admin/command-line.ts';
import { senderRate, wholeNumber } from '../../admin/settings.ts';
import { failWith } from '../../local/failure-message.ts';
import { printed, verdictOf } from './print.ts';
import { soak } from './soak.ts';

const { values } = readCommandLine({
  usage: 'npm run soak -- [--minutes 60] [--seed 1] [--rate 20]',
  options: {
    minutes: wholeNumber(1, 24 * 60).default(60),
    seed: wholeNumber(1, 2 ** 31 - 2).default(1),
    rate: senderRate.unwrap().default(20).describe('a number of messages per second from 0.01 to 1000'),
  },
});

const soaked = await soak(values, (text) => console.log(text)).catch(failWith({ port: 0, dataDirectory: tmpdir() }));
console.log(`\n${printed(soaked)}`);
process.exitCode = verdictOf(soaked).length > 0 ? 1 : 0;
