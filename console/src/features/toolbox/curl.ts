import { routes } from '@bongsu/contract/api.generated.ts'
import { fillPath } from '#lib/client.ts'
import type { Options } from '#ui/watch/target.ts'
import { withoutSecrets } from './secrets.ts'

interface CurlParts {
  readonly origin: string
  readonly kind: string
  readonly options: Options
  readonly secrets: readonly string[]
}

/** Text that any POSIX shell reads as itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** The same run from a terminal. Secrets stay here; the token is the reader's own. */
export function curlOf({ origin, kind, options, secrets }: CurlParts): string {
  const [method, template] = routes['run-check']
  const { path } = fillPath(template, { kind })
  return [
    `curl -X ${method} ${quoted(origin + path)}`,
    `-H "Authorization: Bearer $BONGSU_TOKEN"`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(JSON.stringify(withoutSecrets(options, secrets, '<secret>')))}`,
  ].join(' \\\n  ')
}
