/** Numbers no one has: 555-0100 to 0199 of US area codes, and the blocks that France keeps for fiction. */
const AREA_CODES = [
  202, 203, 205, 206, 207, 208, 209, 212, 213, 214, 215, 216, 217, 218, 219, 301, 302, 303, 304, 305, 307, 308, 309,
  312, 313,
];
const FRENCH_BLOCKS = [63998, 19900, 26191, 35301, 46571, 53649];
const PER_AREA = 100;
const PER_BLOCK = 10_000;

const NAMES = [
  'Ana',
  'Ben',
  'Chloé',
  'Diego',
  'Elif',
  'Femi',
  'Grace',
  'Hugo',
  'Inès',
  'Jonas',
  'Kavya',
  'Léo',
  'Maya',
  'Noah',
  'Olga',
  'Priya',
];
const CITIES = { en: ['Boston', 'Denver', 'Austin'], fr: ['Lyon', 'Lille', 'Nantes'] } as const;

/** How many people there can be. */
export const MOST_PEOPLE = FRENCH_BLOCKS.length * PER_BLOCK;

const HEADER = 'phone_number,name,language,tags,consent,city';

/** The first people of an endless list as a CSV file: the same ones every time. One in forty has not opted in. */
export function peopleCsv(count: number): string {
  return [HEADER, ...Array.from({ length: count }, (_, index) => person(index))].join('\n') + '\n';
}

function person(index: number): string {
  const american = index % 5 === 0 && index / 5 < AREA_CODES.length * PER_AREA;
  const language = american ? 'en' : 'fr';
  const number = american ? americanNumber(index / 5) : frenchNumber(index);
  const name = NAMES[index % NAMES.length];
  const tags = ['newsletter', ...(index % 10 === 3 ? ['vip'] : [])].join(';');
  const consent = index % 40 === 39 ? (index % 80 === 39 ? 'opted_out' : 'unknown') : 'opted_in';
  const city = CITIES[language][index % 3];
  return [number, name, language, tags, consent, city].join(',');
}

function americanNumber(index: number): string {
  return `+1${AREA_CODES[Math.floor(index / PER_AREA)]}5550${100 + (index % PER_AREA)}`;
}

function frenchNumber(index: number): string {
  return `+33${FRENCH_BLOCKS[Math.floor(index / PER_BLOCK)]}${String(index % PER_BLOCK).padStart(4, '0')}`;
}
