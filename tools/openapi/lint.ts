/** `npm run lint:openapi`: what Redocly and Spectral have against docs/openapi.json; a warning counts as an error. */
import { DOCUMENT, installJudges, judge } from './judges.ts';

installJudges();
const verdicts = [
  judge('Redocly, its rules recommended-strict', 'redocly', ['lint', DOCUMENT]),
  judge('Spectral, its rules for OpenAPI', 'spectral', ['lint', DOCUMENT, '--fail-severity', 'hint']),
];
process.exitCode = verdicts.every(Boolean) ? 0 : 1;
