/** What every address that a template (RFC 6570) makes begins with. */
export const beforeBraces = (template: string): string => template.split('{', 1)[0] ?? ''

/**
 * Whether a template (RFC 6570) may have made this address: what stands outside of its braces is there, in order and to
 * the end, and a plain `{name}` made one segment of a path (section 3.2.2: a slash in a value is sent as `%2F`). A path
 * that leads upwards was made by none: a server might follow it to where the template does not lead.
 */
export function mayMake(template: string, address: string): boolean {
  if (/(^|[/\\]|%2f|%5c)(\.|%2e){2}([/\\?#]|%2f|%5c|$)/i.test(address)) return false
  const [first = '', ...rest] = template.split('{')
  if (!address.startsWith(first)) return false
  let at = first.length
  for (const [place, part] of rest.entries()) {
    const close = part.indexOf('}')
    if (close === -1) return false
    const [expression, literal] = [part.slice(0, close), part.slice(close + 1)]
    const isLast = place === rest.length - 1
    const found = isLast ? address.length - literal.length : address.indexOf(literal, at)
    if (found < at || !address.startsWith(literal, found)) return false
    if (isPlain(expression) && address.slice(at, found).includes('/')) return false
    at = found + literal.length
  }
  return at === address.length
}

/** No operator (section 2.2), which would make several segments, a query or a fragment. */
const isPlain = (expression: string): boolean => /^[A-Za-z0-9_%]/.test(expression)
