import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { seen, touched, type UpstreamTool } from './upstream.ts'
import { upstreamsTexts } from './upstreams.i18n.ts'

/** Decides about tools as they were seen: one that changed in between is refused by the server, and shown anew. */
export function useDecide(upstreamId: number) {
  const t = useTexts(upstreamsTexts)
  const approve = useCommand('approve-upstream-tools', {
    invalidates: touched,
    done: (_answer, { tools }) => t('done.approved', { count: tools.length }),
  })
  const reject = useCommand('reject-upstream-tools', {
    invalidates: touched,
    done: (_answer, { tools }) => t('done.rejected', { count: tools.length }),
  })
  return {
    approve: (tools: readonly UpstreamTool[]) => approve.mutate({ id: upstreamId, tools: seen(tools) }),
    reject: (tools: readonly UpstreamTool[]) => reject.mutate({ id: upstreamId, tools: seen(tools) }),
    isBusy: approve.isPending || reject.isPending,
  }
}
