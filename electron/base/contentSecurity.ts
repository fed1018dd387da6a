/**
 * What the window's page may load, in both hosts: its own files and nothing from anywhere else. Styles may
 * be inline, because Mantine and CodeMirror put style elements into the page; scripts may not.
 */

/** `connect` names what the page may talk to beside its own origin, for example its socket. */
export function contentSecurityPolicy({ connect }: { connect: readonly string[] }): string {
  const rules: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...connect],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  }
  return Object.entries(rules)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}
