import type { FastifyRequest } from 'fastify'

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether a request names us as its host, and comes from no foreign page. A page whose name was rebound to our address
 * brings its own name along, in Host and in Origin. Whoever reaches us over loopback must name loopback or our public
 * address; from elsewhere any host will do as long as an Origin, if there is one, names the same.
 */
export function isHostOurs(request: FastifyRequest, publicHost: string | null): boolean {
  const host = hostName(request.headers.host)
  if (host === null) return false
  const overLoopback = isLoopback(request.raw.socket.localAddress)
  if (overLoopback && !loopbackNames.has(host) && host !== publicHost) return false
  const { origin } = request.headers
  if (origin === undefined) return true
  const page = URL.canParse(origin) ? new URL(origin).hostname : null
  return page !== null && (page === host || page === publicHost || (loopbackNames.has(page) && loopbackNames.has(host)))
}

const hostName = (host: string | undefined): string | null =>
  host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null

const isLoopback = (address: string | undefined): boolean =>
  address === undefined || address === '::1' || /^(::ffff:)?127\./.test(address)
