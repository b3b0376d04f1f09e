/** An item or a map in DynamoDB's JSON: { name: { S: 'text' } }. */
export type Attributes = Readonly<Record<string, AttributeValue>>;
type AttributeValue = Readonly<Record<string, unknown>>;

/**
 * An item's size in bytes as DynamoDB counts it: names and values; 3 for a list or map and 1 for each of its elements.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Attributes): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value: AttributeValue): number {
  const [type, content] = Object.entries(value)[0] ?? [];
  if (type === 'S') return Buffer.byteLength(content as string);
  if (type === 'N') return numberSize(content as string);
  if (type === 'B') return Buffer.byteLength(content as string, 'base64');
  if (type === 'SS' || type === 'NS' || type === 'BS') {
    return (content as readonly string[]).reduce((sum, element) => sum + valueSize({ [type.charAt(0)]: element }), 0);
  }
  if (type === 'L')
    return (content as readonly AttributeValue[]).reduce((sum, element) => sum + 1 + valueSize(element), 3);
  if (type === 'M') return 3 + Object.keys(content as Attributes).length + itemSize(content as Attributes);
  return 1;
}

/** About one byte for two significant digits, and one more; zeros at either end do not count. */
function numberSize(digits: string): number {
  const significant = digits
    .replace(/e.*$/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(significant.length / 2) + 1 + (digits.startsWith('-') ? 1 : 0);
}
