import type { Answer } from './use-call.ts'

/** What a block of a result is to people. */
export type Block =
  | { readonly is: 'text'; readonly text: string }
  /** Text that holds JSON, which reads better as a tree. */
  | { readonly is: 'json'; readonly value: unknown }
  | { readonly is: 'image'; readonly source: string }
  | { readonly is: 'other'; readonly value: unknown }

export interface ReadResult {
  readonly blocks: readonly Block[]
  /** Left out where a block says the same. */
  readonly structured: unknown
  readonly meta: Readonly<Record<string, unknown>> | undefined
  readonly isError: boolean
}

type Raw = Readonly<Record<string, unknown>>

/** Only pictures that browsers draw and that carry no program. */
const pictures: ReadonlySet<unknown> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

export function readResult(result: Answer['result']): ReadResult {
  const blocks = (Array.isArray(result.content) ? result.content : []).map(readBlock)
  const { structuredContent: structured, _meta: meta } = result
  const isSaid = blocks.some(
    (block) => block.is === 'json' && JSON.stringify(block.value) === JSON.stringify(structured),
  )
  return {
    blocks,
    structured: isSaid ? undefined : structured,
    meta: isRecord(meta) && Object.keys(meta).length > 0 ? meta : undefined,
    isError: result.isError === true,
  }
}

function readBlock(block: unknown): Block {
  if (!isRecord(block)) return { is: 'other', value: block }
  if (block.type === 'text' && typeof block.text === 'string') return readText(block.text)
  if (block.type === 'image' && pictures.has(block.mimeType) && typeof block.data === 'string')
    return { is: 'image', source: `data:${String(block.mimeType)};base64,${block.data}` }
  return { is: 'other', value: block }
}

function readText(text: string): Block {
  const trimmed = text.trim()
  if (!/^[[{]/.test(trimmed)) return { is: 'text', text }
  try {
    return { is: 'json', value: JSON.parse(trimmed) }
  } catch {
    return { is: 'text', text }
  }
}

/** As many lines as a screen holds beside the rest. */
const mostLines = 40

/** How many levels of a value can stand open before it is more than one looks at; the rest folds. */
export function openLevels(value: unknown): number {
  let level: unknown[] = [value]
  let lines = 0
  for (let depth = 0; depth < 6; depth += 1) {
    const inner = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
    lines += inner.length
    if (inner.length === 0 || (lines > mostLines && depth > 0)) return Math.max(1, depth)
    level = inner
  }
  return 6
}

export interface SaidQuota {
  readonly limit: number
  readonly used: number
  readonly remaining: number
  readonly window: 'minute' | 'day' | 'month'
  readonly resets_at: string
}

/** How the scarcest limit stands, as the gateway says it along with every result. */
export function saidQuota(meta: ReadResult['meta']): SaidQuota | undefined {
  const quota = meta?.['io.bongsu/quota']
  return isRecord(quota) && typeof quota.limit === 'number' && quota.limit >= 0 && typeof quota.resets_at === 'string'
    ? (quota as unknown as SaidQuota)
    : undefined
}

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)
