/**
 * Merges lists that are each sorted newest first. Reads each list only as far as needed.
 * @param idOf the id that the lists are sorted by: ids sort by creation
 */
export async function* newestFirst<Item>(
  lists: readonly AsyncIterator<Item>[],
  idOf: (item: Item) => string,
): AsyncGenerator<Item> {
  const heads = await Promise.all(lists.map(async (list) => ({ list, next: await list.next() })));
  const newest = () =>
    heads
      .flatMap((head) => (head.next.done ? [] : [{ head, item: head.next.value }]))
      .sort((a, b) => (idOf(a.item) < idOf(b.item) ? 1 : -1))[0];
  // Ends with the lists.
  for (let found = newest(); found; found = newest()) {
    yield found.item;
    found.head.next = await found.head.list.next();
  }
}
