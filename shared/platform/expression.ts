type Values = Readonly<Record<string, unknown>>;

/** What an update does to an item's attributes; undefined values are left out. */
export interface Change {
  readonly set?: Values;
  /** Set only where the attribute is absent. */
  readonly setIfAbsent?: Values;
  /** Names may contain data, such as a button's id: a dot in them is no path. */
  readonly add?: Readonly<Record<string, number>>;
  /** Adds members to a string set. */
  readonly addToSet?: Readonly<Record<string, ReadonlySet<string>>>;
  /** Removes members from a string set; the attribute goes with the last. */
  readonly removeFromSet?: Readonly<Record<string, ReadonlySet<string>>>;
  readonly remove?: readonly string[];
}

/** The changes that a request makes to an item: undefined leaves an attribute as it is, null removes it. */
export type Changed<Item> = { readonly [Attribute in keyof Item]?: Item[Attribute] | null };

export function setOrRemove(change: Values): Change {
  const remove = Object.keys(change).filter((attribute) => change[attribute] === null);
  const kept = Object.entries(change).filter(([, value]) => value !== null);
  return { set: Object.fromEntries(kept), remove };
}

/**
 * A condition as data; every part must hold, and undefined values are left out. Values compare as DynamoDB compares their
 * type; an absent attribute fails every comparison except those named `notExistsOr…`.
 */
export interface Condition {
  readonly exists?: boolean;
  readonly equals?: Values;
  readonly oneOf?: Readonly<Record<string, readonly unknown[]>>;
  readonly greaterOrEqual?: Values;
  readonly lessOrEqual?: Values;
  readonly lessThan?: Values;
  /** The attribute is absent or below the value. */
  readonly notExistsOrLessThan?: Values;
  /** The attribute is absent or at most the value. */
  readonly notExistsOrLessOrEqual?: Values;
  /** The attribute is absent or anything but the value. */
  readonly notExistsOrNotEqual?: Values;
  /** The attribute is absent, or a list without the value. */
  readonly notExistsOrWithout?: Values;
  /** The attribute is absent or the value. */
  readonly notExistsOrEqual?: Values;
  /** The attribute is absent or above the value. */
  readonly notExistsOrGreaterThan?: Values;
  readonly notExists?: readonly string[];
  /** There is no item, or the attribute is below the value: an item without the attribute stays. */
  readonly absentOrLessThan?: Values;
}

interface Expressions {
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
  name(attribute: string): string;
  /** A dot is a path into a map: 'consent.at'. */
  path(attribute: string): string;
  value(value: unknown): string;
}

function expressions(): Expressions {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const placeholders = new Map<string, string>();
  function placeholder(name: string): string {
    const alias = placeholders.get(name) ?? `#${placeholders.size}`;
    placeholders.set(name, alias);
    names[alias] = name;
    return alias;
  }
  return {
    names,
    values,
    name: placeholder,
    path(attribute) {
      return attribute.split('.').map(placeholder).join('.');
    },
    value(value) {
      const placeholder = `:${Object.keys(values).length}`;
      values[placeholder] = value;
      return placeholder;
    },
  };
}

function present(values: Values | undefined): [string, unknown][] {
  return Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
}

function conditionText(where: Condition, { path: name, value }: Expressions): string {
  const compare = (operator: string, values: Values | undefined) =>
    present(values).map(([attribute, bound]) => `${name(attribute)} ${operator} ${value(bound)}`);
  const absentOr = (operator: string, values: Values | undefined) =>
    present(values).map(
      ([attribute, bound]) =>
        `(attribute_not_exists(${name(attribute)}) OR ${name(attribute)} ${operator} ${value(bound)})`,
    );
  return [
    ...(where.exists === undefined ? [] : [`attribute_${where.exists ? '' : 'not_'}exists(${name('pk')})`]),
    ...compare('=', where.equals),
    ...compare('>=', where.greaterOrEqual),
    ...compare('<=', where.lessOrEqual),
    ...compare('<', where.lessThan),
    ...absentOr('<', where.notExistsOrLessThan),
    ...absentOr('<=', where.notExistsOrLessOrEqual),
    ...absentOr('>', where.notExistsOrGreaterThan),
    ...absentOr('<>', where.notExistsOrNotEqual),
    ...absentOr('=', where.notExistsOrEqual),
    ...present(where.notExistsOrWithout).map(
      ([attribute, bound]) =>
        `(attribute_not_exists(${name(attribute)}) OR NOT contains(${name(attribute)}, ${value(bound)}))`,
    ),
    ...Object.entries(where.oneOf ?? {}).map(
      ([attribute, options]) => `${name(attribute)} IN (${options.map(value).join(', ')})`,
    ),
    ...(where.notExists ?? []).map((attribute) => `attribute_not_exists(${name(attribute)})`),
    ...present(where.absentOrLessThan).map(
      ([attribute, bound]) => `(attribute_not_exists(${name('pk')}) OR ${name(attribute)} < ${value(bound)})`,
    ),
  ].join(' AND ');
}

function parameters({ names, values }: Expressions) {
  return {
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}

/** The condition parameters of a put or a delete. */
export function condition(where: Condition | undefined) {
  return where ? requiredCondition(where) : {};
}

/** The condition parameters of a check. */
export function requiredCondition(where: Condition) {
  const build = expressions();
  return { ConditionExpression: conditionText(where, build), ...parameters(build) };
}

/** The expression parameters of an update. */
export function updateExpression(change: Change, where: Condition | undefined) {
  const build = expressions();
  const { name, path, value } = build;
  const sets = [
    ...present(change.set).map(([attribute, to]) => `${path(attribute)} = ${value(to)}`),
    ...present(change.setIfAbsent).map(
      ([attribute, to]) => `${path(attribute)} = if_not_exists(${path(attribute)}, ${value(to)})`,
    ),
  ];
  const adds = present({ ...change.add, ...change.addToSet }).map(
    ([attribute, by]) => `${name(attribute)} ${value(by)}`,
  );
  const deletes = present(change.removeFromSet).map(([attribute, by]) => `${name(attribute)} ${value(by)}`);
  const removes = (change.remove ?? []).map(path);
  const clauses = { SET: sets, ADD: adds, DELETE: deletes, REMOVE: removes };
  const UpdateExpression = Object.entries(clauses)
    .filter(([, parts]) => parts.length > 0)
    .map(([verb, parts]) => `${verb} ${parts.join(', ')}`)
    .join(' ');
  const ConditionExpression = where && conditionText(where, build);
  return { UpdateExpression, ...(ConditionExpression && { ConditionExpression }), ...parameters(build) };
}

/** The attributes that a read asks for, each by a name of its own, since DynamoDB reserves hundreds of words. */
export function projection(fields: readonly string[]): {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
} {
  const names = Object.fromEntries(fields.map((field, place) => [`#f${place}`, field]));
  return { expression: Object.keys(names).join(', '), names };
}
