/**
 * `npm run check:nag`: synthesizes the stages of the app and applies the rules of AWS Solutions, by cdk-nag. Fails with each finding
 * that `suppressions.ts` does not have, and with each suppression that nothing needs any more.
 */
import { DEPLOYED } from '../../lib/stage-settings.ts';
import { synthesize } from '../infra/synthesize.ts';
import { decide } from './decide.ts';
import { withEverything } from './with-everything.ts';
import { findingsOf } from './findings.ts';
import { SUPPRESSIONS } from './suppressions.ts';

// The checks that the CDK makes on its own are for `npm run synth`, which prints their warnings.
process.env['CDK_VALIDATION'] = 'false';

const findings = DEPLOYED.flatMap((settings) => findingsOf(synthesize(withEverything(settings)).stage));
const { open, unused } = decide(findings, SUPPRESSIONS);
for (const { rule, stack, stage, path, explanation } of open) {
  console.error(`${rule}\n  ${stack}: ${stage}/${path}\n  ${explanation}`);
}
for (const { rule, where } of unused)
  console.error(`No finding needs the suppression of ${rule} at ${where}: remove it.`);
console.log(
  `${DEPLOYED.length} stages, ${findings.length} findings, ${open.length} of them not suppressed; ` +
    `${SUPPRESSIONS.length} suppressions, ${unused.length} unused`,
);
process.exitCode = open.length + unused.length > 0 ? 1 : 0;
