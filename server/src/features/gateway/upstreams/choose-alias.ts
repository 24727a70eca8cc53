import { text } from '@bongsu/contract/text.ts'
import { tokenNamesKey } from '#features/identity/index.ts'
import { invalidField } from '#kernel/errors.ts'
import { particle } from '#kernel/korean.ts'
import type { Context } from '#platform/operations/operation.ts'
import { countRulesAbout } from '../limits/limit-store.ts'
import { NameBook } from '../tools/name-store.ts'
import { nameFor } from '../tools/tool-names.ts'
import { wantedName } from './give-names.ts'
import { isBorne } from './tool-store.ts'
import { isCallable, type Upstream, type UpstreamTool } from './upstream.ts'
import { upstreamsKit } from './upstreams-kit.ts'

/** The tool under the name that an administrator chose for it; null: under the one that it has without them. */
export async function withAlias(
  ctx: Pick<Context, 'tx' | 'use' | 'clock'>,
  upstream: Upstream,
  tool: UpstreamTool,
  alias: string | null,
): Promise<UpstreamTool> {
  const book = await NameBook.read(ctx.tx, ctx.use(upstreamsKit).ownNames())
  const taken = book.takenFor({ upstreamId: upstream.id, tool: tool.name })
  if (alias !== null && taken.has(alias)) await requireForsaken(ctx, book, alias)
  if (tool.givenName === null && !isCallable(tool)) return { ...tool, alias }
  return { ...tool, alias, givenName: alias ?? nameFor(wantedName(upstream, tool), taken) }
}

/** A name passes from one tool to another only by an administrator's word, and only when nothing means the old one by it. */
async function requireForsaken(ctx: Pick<Context, 'tx' | 'use' | 'clock'>, book: NameBook, name: string) {
  if (book.isReserved(name) || (await isBorne(ctx.tx, name))) throw invalidField('alias', takenName(name))
  const tokens = await ctx.use(tokenNamesKey).countNaming(ctx.tx, name, ctx.clock.now())
  const limits = await countRulesAbout(ctx.tx, name)
  if (tokens > 0 || limits > 0) throw invalidField('alias', stillMeant(name, tokens, limits))
}

const takenName = (name: string) =>
  text(`${particle(`"${name}"`, '은', '는')} 다른 도구의 이름입니다.`, `"${name}" is the name of another tool.`)

function stillMeant(name: string, tokens: number, limits: number) {
  const subject = particle(`"${name}"`, '은', '는')
  return text(
    `${subject} 다른 도구를 가리키던 이름이고, 토큰 ${tokens}개와 사용 제한 ${limits}개가 아직 그 뜻으로 씁니다. 거기서 먼저 빼세요.`,
    `"${name}" was another tool’s name, and it is still meant by ${counted(tokens, 'token')} and ${counted(limits, 'limit')}. Take it out there first.`,
  )
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
