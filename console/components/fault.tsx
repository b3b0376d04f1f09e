/** What went wrong with something that was asked for, spoken at once; nothing where nothing did. */
export function Fault({ children }: { readonly children: string | undefined | false }) {
  if (!children) return null;
  return (
    <p class="fault" role="alert">
      {children}
    </p>
  );
}
