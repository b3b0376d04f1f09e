/**
 * Numbers that nobody has, in four time zones. France, Britain and Australia reserve blocks for fiction; in the US these are
 * 555-0100 to 0199 of each area code.
 */
const FRENCH_BLOCKS = [63998, 19900, 26191, 35301, 46571, 53649];
const PER_BLOCK = 10_000;
const BRITISH = 1000;
const AREA_CODES = [202, 203, 205, 206, 207, 208, 209, 212, 213, 214, 215, 216];
const PER_AREA = 100;

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
const CITIES = {
  FR: ['Lyon', 'Lille', 'Nantes'],
  GB: ['Leeds', 'Bristol', 'Cardiff'],
  AU: ['Sydney', 'Newcastle', 'Canberra'],
  US: ['Boston', 'Denver', 'Austin'],
} as const;

export const MAX_PEOPLE = FRENCH_BLOCKS.length * PER_BLOCK;

const HEADER = 'phone_number,name,language,tags,consent,city';

/** The first people of an endless list as a CSV file: the same ones every time. One in forty has not opted in. */
export function peopleCsv(count: number): string {
  return [HEADER, ...Array.from({ length: count }, (_, index) => person(index))].join('\n') + '\n';
}

function person(index: number): string {
  const country = countryOf(index);
  const name = NAMES[index % NAMES.length];
  const tags = ['newsletter', ...(index % 10 === 3 ? ['vip'] : [])].join(';');
  const consent = index % 40 === 39 ? (index % 80 === 39 ? 'opted_out' : 'unknown') : 'opted_in';
  return [
    numberOf(index, country),
    name,
    country === 'FR' ? 'fr' : 'en',
    tags,
    consent,
    CITIES[country][index % 3],
  ].join(',');
}

/** Few Americans: WhatsApp delivers no marketing to them. */
function countryOf(index: number): keyof typeof CITIES {
  if (index % 50 === 7) return 'US';
  if (index % 10 === 6) return 'AU';
  return index % 5 === 0 && index / 5 < BRITISH ? 'GB' : 'FR';
}

function numberOf(index: number, country: keyof typeof CITIES): string {
  const digits = (number: number, width: number) => String(number).padStart(width, '0');
  switch (country) {
    case 'FR':
      return `+33${FRENCH_BLOCKS[Math.floor(index / PER_BLOCK)]}${digits(index % PER_BLOCK, 4)}`;
    case 'GB':
      return `+447700900${digits(index / 5, 3)}`;
    case 'AU':
      return `+6125550${digits(Math.floor(index / 10), 4)}`;
    case 'US': {
      const rank = Math.floor(index / 50);
      return `+1${AREA_CODES[Math.floor(rank / PER_AREA)]}5550${100 + (rank % PER_AREA)}`;
    }
  }
}
