/** A list with something at its end, or without it. */
export const toggled = <Item>(list: readonly Item[], item: Item, is: boolean): readonly Item[] =>
  is ? [...list, item] : list.filter((other) => other !== item);
