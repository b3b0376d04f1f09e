import { useLocation } from 'preact-iso/router';
import { useEffect } from 'preact/hooks';

/** Replaces this address by another page's. */
export function Go({ to }: { readonly to: string }) {
  const { route } = useLocation();
  useEffect(() => route(to, true), [to]);
  return null;
}
