import type { Language } from '@bongsu/contract/text.ts'
import type { UpstreamToolView } from '@bongsu/contract/upstreams.ts'
import { isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import type { Json } from '../tools/tool.ts'
import { definitionDiff } from './definition.ts'
import { withoutHidden } from './hidden-characters.ts'
import { effectOf, type Problem, toolState, type UpstreamTool } from './upstream.ts'
import { said } from './upstream-view.ts'

export async function viewTool(tool: UpstreamTool, language: Language): Promise<UpstreamToolView> {
  const state = toolState(tool)
  const isOther = tool.approved !== null && tool.offered !== null && tool.approvedHash !== tool.offeredHash
  return {
    ...describe(tool.name, tool.offered ?? tool.approved ?? {}, tool.problems, language),
    hash: tool.offeredHash,
    state,
    tool: state === 'approved' ? tool.givenName : null,
    alias: tool.alias,
    effect: effectOf(tool),
    is_effect_set: tool.effect !== null,
    // Safe because of the check.
    diff: isOther ? await definitionDiff(tool.approved as Json, tool.offered as Json) : null,
    changed_at: isoTime(tool.changedAt),
    approved_at: isoTimeOrNull(tool.approvedAt),
    approved_by: tool.approvedBy,
  }
}

export function describe(name: string, definition: Json, problems: readonly Problem[], language: Language) {
  const { clean } = withoutHidden(definition)
  return {
    name,
    title: said(clean, 'title'),
    description: said(clean, 'description'),
    problems: problems.map(({ code, message }) => ({ code, message: message[language] })),
    annotations: { ...(clean.annotations as Json | undefined) },
    definition: { ...clean },
  }
}
