import type { Json } from './api.ts';

const WIDTH = 140;
/** Of an answer, in characters; a longer one ends with …. */
const SHOWN = 900;

/** What a client and an MCP server said to each other, as a document shows it: without what is another each time. */
export function mcpTranscript() {
  const turns: string[] = [];
  return {
    /** @param given the input of a tool @param answered its text, to the letter */
    add(tool: string, given: Json, answered: string, isError: boolean): void {
      turns.push(
        [
          ...wrapped(`→ ${tool} ${JSON.stringify(given)}`),
          ...wrapped(`← ${isError ? '(error) ' : ''}${answered}`),
        ].join('\n'),
      );
    },
    text: () => turns.map(steady).join('\n\n'),
  };
}

/** Ids, times and the numbers of fences are others in each session. */
function steady(text: string): string {
  return text
    .replaceAll(/\b(cmp|ten|sen|seg|tpl)_\w+/g, '$1_…')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
    .replaceAll(/(<\/?data) [0-9a-f]{16}>/g, '$1 …>');
}

function wrapped(text: string): string[] {
  const [notice, ...rest] = text.split('\n');
  const lines = rest.length > 0 ? [notice ?? '', ...fenced(rest.join('\n'))] : [notice ?? ''];
  return lines
    .flatMap((line) => steady(line).match(new RegExp(`.{1,${WIDTH}}(?=\\s|$)|\\S+`, 'g')) ?? [])
    .map(indented);
}

/** The JSON between two fences, without the line breaks that it has. */
function fenced(text: string): string[] {
  const [, begin = '', json = '', end = ''] = /^(<data \w+>)\n([^]*)\n(<\/data \w+>)$/.exec(text) ?? [];
  const flat = steady(json.replaceAll(/\n */g, ' '));
  return [begin, flat.length > SHOWN ? `${flat.slice(0, SHOWN).trim()} …` : flat, end];
}

const indented = (line: string, n: number) => (n === 0 ? line.trim() : `  ${line.trim()}`);
