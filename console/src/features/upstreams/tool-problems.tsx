import type { UpstreamTool } from './upstream.ts'
import classes from './upstreams.module.css'

/** Why a tool is not fit to be offered, each in the server's words. */
export function Problems({ tool }: { readonly tool: Pick<UpstreamTool, 'problems'> }) {
  return tool.problems.map(({ code, message }) => (
    <p key={code} className={classes.problem}>
      {message}
    </p>
  ))
}
