/**
 * Lists that are each newest first, as one that is. A list is read no further than needed.
 * @param idOf what orders them: an id whose order is that of creation
 */
export async function* newestFirst<One>(
  lists: readonly AsyncIterator<One>[],
  idOf: (one: One) => string,
): AsyncGenerator<One> {
  const heads = await Promise.all(lists.map(async (list) => ({ list, next: await list.next() })));
  for (;;) {
    const [newest] = heads
      .flatMap((head) => (head.next.done ? [] : [{ head, one: head.next.value }]))
      .sort((a, b) => (idOf(a.one) < idOf(b.one) ? 1 : -1));
    if (!newest) return;
    yield newest.one;
    newest.head.next = await newest.head.list.next();
  }
}
