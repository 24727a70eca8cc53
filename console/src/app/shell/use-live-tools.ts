import type { OperationName } from '#lib/api.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'

/** What is on screen of these, whichever page shows it. */
const offered: readonly OperationName[] = [
  'list-tools',
  'browse-tools',
  'get-tool',
  'list-upstreams',
  'get-upstream',
  'list-upstream-tools',
  'list-virtual-servers',
  'get-virtual-server',
  'list-tool-sources',
]

/** Tools come and go while somebody looks: approved by another administrator, held back, back again with their server. */
export const useLiveTools = (): void => useLiveRefresh(offered, ({ type }) => type === 'tools')
