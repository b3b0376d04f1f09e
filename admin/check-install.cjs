/**
 * Loaded before a command by `node --require`, which any Node can do, and a Node without the packages, too: says what is
 * missing to run the command at all. `npm ci` installs the packages, and the Node that npm scripts then run on.
 */
'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');

/** The oldest that runs TypeScript and has all of node:sqlite that is used here. */
const OLDEST_NODE = 24;

function missing() {
  // npm writes this file when everything is installed.
  if (!existsSync(join(__dirname, '../node_modules/.package-lock.json')))
    return 'The packages are not installed: run `npm ci` in this folder first, then this command again.';
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE)
    return `This needs Node ${OLDEST_NODE} and runs on ${process.version}: run \`npm ci\`, which brings one along for most systems, or install Node ${OLDEST_NODE}. Start commands by \`npm\`, which puts it first.`;
  return undefined;
}

const problem = missing();
if (problem) {
  console.error(problem);
  process.exit(1);
}
