/** What the docs check needs to know of a Markdown document: no parser, but fences, headings, links and code spans. */

export interface Block {
  /** Of the fence: `sh`, `json`; empty without one. */
  readonly language: string;
  readonly text: string;
  /** Of its first line of text. */
  readonly line: number;
  /** The HTTP status that every request of the block is to get, from a comment before it: `<!-- expect: 409 -->`. */
  readonly expect?: number;
}

export interface Placed {
  readonly text: string;
  readonly line: number;
}

export interface Scanned {
  readonly blocks: readonly Block[];
  /** Targets of links and images. */
  readonly links: readonly Placed[];
  /** What stands in backticks. */
  readonly spans: readonly Placed[];
  /** What a link's `#…` may name: GitHub's slugs of the headings, and ids in HTML. */
  readonly anchors: ReadonlySet<string>;
  /** Paths that the reader is to make: `<!-- new: functions/api/report/read-progress.ts -->`. */
  readonly announced: readonly Placed[];
}

const FENCE = /^ {0,3}(`{3,}|~{3,}) *([\w-]*)/;
const EXPECT = /^<!-- expect: (\d{3}) -->$/;
const NEW = /^<!-- new: (\S+) -->$/;
const SPAN = /(`+)(.+?)\1(?!`)/g;
const LINK = /\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\))?[^()\s<>]*)>?(?:\s+"[^"]*")?\s*\)/g;
const REFERENCE = /^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s+"[^"]*")?\s*$/;
const HEADING = /^ {0,3}#{1,6}\s+(.+?)\s*#*$/;
const ID = /<\w+[^>]*\s(?:id|name)="([^"]+)"/g;

export function scan(markdown: string): Scanned {
  const blocks: Block[] = [];
  const links: Placed[] = [];
  const spans: Placed[] = [];
  const announced: Placed[] = [];
  const anchors = new Set<string>();
  const lines = markdown.split('\n');
  let expect: number | undefined;

  for (let index = 0; index < lines.length; index++) {
    const text = lines[index] ?? '';
    const line = index + 1;
    const fence = FENCE.exec(text);
    if (fence) {
      const [, mark = '', language = ''] = fence;
      const end = lines.findIndex((other, place) => place > index && closes(other, mark));
      const inside = lines.slice(index + 1, end < 0 ? undefined : end);
      blocks.push({ language, text: inside.join('\n'), line: line + 1, ...(expect !== undefined && { expect }) });
      index = end < 0 ? lines.length : end;
      expect = undefined;
      continue;
    }
    if (text.trim() !== '') expect = Number(EXPECT.exec(text.trim())?.[1]) || undefined;
    const [, path] = NEW.exec(text.trim()) ?? [];
    if (path) announced.push({ text: path, line });
    for (const [, , span = ''] of text.matchAll(SPAN)) spans.push({ text: span.trim(), line });
    const prose = text.replaceAll(SPAN, '');
    for (const [, target = ''] of prose.matchAll(LINK)) links.push({ text: target, line });
    const [, reference] = REFERENCE.exec(prose) ?? [];
    if (reference) links.push({ text: reference, line });
    for (const [, id = ''] of text.matchAll(ID)) anchors.add(id);
    const [, heading] = HEADING.exec(text) ?? [];
    if (heading) anchors.add(free(slug(heading), anchors));
  }
  return { blocks, links, spans, anchors, announced };
}

function closes(line: string, mark: string): boolean {
  const [, closing = ''] = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line) ?? [];
  return closing.startsWith(mark);
}

/** As GitHub makes it: lower case, punctuation gone, a hyphen for each blank. */
function slug(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

/** The second heading with the same words is `…-1`. */
function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 1; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}
