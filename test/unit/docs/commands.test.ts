import { expect, test } from 'vitest';

import { commandsOf } from '../../docs/commands.ts';
import { scan } from '../../docs/markdown.ts';

function commands(block: string, language = 'sh'): string[] {
  return commandsOf(scan(`\`\`\`${language}\n${block}\n\`\`\``).blocks).map(({ text }) => text);
}

test('each line is a command, comments and blank lines are none', () => {
  expect(commands('# first\nls\n\npwd # here')).toEqual(['ls', 'pwd # here']);
});

test.for([
  "curl -d '{\n  1}'",
  'curl \\\n  -s',
  'ls |\n  wc',
  'f() {\n  ls\n}',
  'until false\ndo\n  ls\ndone',
  'cat <<E\nx\nE',
])('a command goes on for as long as bash would read on: %j', (command) => {
  expect(commands(`${command}\nls`)).toEqual([command, 'ls']);
});

test('blocks of other languages hold no commands', () => {
  expect(commands('ls', 'js')).toEqual([]);
});

test('a command knows its line and what it expects', () => {
  const { blocks } = scan('text\n<!-- expect: 404 -->\n\n```sh\n# why\ncurl x\n```');
  expect(commandsOf(blocks)).toEqual([{ text: 'curl x', line: 6, expect: 404 }]);
});

test('a command without an end is an error', () => {
  expect(() => commands("echo 'open")).toThrow('line 2 has no end');
});
