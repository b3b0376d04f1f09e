/** Focuses the first control of the page that fits, once the page shows what was changed. */
export function focusSoon(selector: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`main ${selector}`)?.focus());
}

const controls = () => [
  ...document.querySelectorAll<HTMLElement>('main :is(h1, a, button, input, select, textarea, summary)'),
];

/**
 * Where what has the focus leaves the page, the focus goes to what follows it, else to what is before it; of a whole page, to the
 * heading of the next.
 */
export function keepFocus(): void {
  let focused: Element | null;
  let before: readonly Element[] = [];
  // Whoever clicks beside everything has nothing in focus that could go.
  for (const type of ['focusin', 'click'])
    addEventListener(
      type,
      () => {
        focused = document.activeElement;
        const all = controls();
        before = all.slice(0, all.indexOf(focused as HTMLElement));
      },
      true,
    );
  new MutationObserver(() => {
    if (focused?.isConnected !== false || document.activeElement !== document.body) return;
    const left = controls();
    const next = left.slice(before.filter(({ isConnected }) => isConnected).length);
    // What is folded away or disabled cannot take it.
    [...next, ...left.reverse()].some((control) => (control.focus(), document.activeElement === control));
  }).observe(document.body, { childList: true, subtree: true });
}
