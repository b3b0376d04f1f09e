import type { Units } from '../../local/aws/services/dynamodb/capacity.ts';
import type { Measure } from './meter.ts';
import type { Row, Section } from './pattern.ts';
import type { World } from './world.ts';

/** What the page says in a row's columns R and W. */
export interface Figure {
  readonly R: string;
  readonly W: string;
}

/** Of how many a pattern that is counted for each is measured. */
const FEW = 1;
const MORE = 2;

/** Measures every row, each in a world of its own. @throws Error for a row that reads and writes nothing */
export async function figuresOf(
  sections: readonly Section[],
  open: (name: string) => World,
  measure: Measure,
): Promise<Map<string, Figure>> {
  const figures = new Map<string, Figure>();
  for (const [name, given] of sections.flatMap((section) => Object.entries(section))) {
    const row = typeof given === 'function' ? { pattern: given } : given;
    if (figures.has(name)) throw new Error(`There are two patterns of the name "${name}".`);
    figures.set(name, await figureOf(name, row, open, measure));
  }
  return figures;
}

async function figureOf(
  name: string,
  { pattern, per, atLeast }: Row,
  open: (name: string) => World,
  measure: Measure,
): Promise<Figure> {
  const unitsOf = async (count: number) => {
    try {
      return await measure(await pattern(open(`${name} ${count}`), count));
    } catch (cause) {
      throw new Error(`The pattern "${name}" could not be measured.`, { cause });
    }
  };
  const few = await unitsOf(FEW);
  if (few.read + few.write === 0) throw new Error(`The pattern "${name}" reads and writes nothing.`);
  const more = per ? await unitsOf(MORE) : few;
  const textOf = (kind: keyof Units) => spell(few[kind], (more[kind] - few[kind]) / (MORE - FEW), per);
  return { R: textOf('read') + (atLeast ? ' and up' : ''), W: textOf('write') };
}

/** @param each what one more costs; `units` are those of the first and whatever else there is */
function spell(units: number, each: number, per: string | undefined): string {
  const base = units - each * FEW;
  const terms = [...(base === 0 ? [] : [String(base)]), ...(each === 0 ? [] : [`${each} per ${per}`])];
  return terms.join(' + ');
}
