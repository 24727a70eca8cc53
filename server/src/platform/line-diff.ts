/** What a text was before. Plain data: it travels to a worker thread. */
export interface Comparison {
  readonly before: string
}

export interface LineDiff {
  /** Lines that are new, and lines that are gone. */
  readonly added: number
  readonly removed: number
  /** Unified, two lines around each change; cut to some kilobytes. */
  readonly diff: string
  readonly firstAdded: string | null
  readonly firstRemoved: string | null
}

const longestDiff = 6_000
const longestLine = 300
/** Beyond this two texts have little in common, and finding the shortest way between them takes for ever. */
const mostEdits = 2_000

/** How one text became another, line by line, as people read it. */
export async function lineDiff(after: string, { before }: Comparison): Promise<LineDiff> {
  const { structuredPatch } = await import('diff')
  const options = { context: 2, maxEditLength: mostEdits }
  const patch = structuredPatch('', '', `${before}\n`, `${after}\n`, '', '', options)
  const lines = patch
    ? patch.hunks.flatMap(({ oldStart, newStart, lines }) => [`@@ -${oldStart} +${newStart} @@`, ...lines])
    : everything(before, after)
  const [added, removed] = [lines.filter((line) => line.startsWith('+')), lines.filter((line) => line.startsWith('-'))]
  return {
    added: added.length,
    removed: removed.length,
    diff: joined(lines),
    firstAdded: added[0]?.slice(1, longestLine) ?? null,
    firstRemoved: removed[0]?.slice(1, longestLine) ?? null,
  }
}

/** All that is gone, then all that is new. */
const everything = (before: string, after: string): string[] => [
  ...before.split('\n').map((line) => `-${line}`),
  ...after.split('\n').map((line) => `+${line}`),
]

function joined(lines: readonly string[]): string {
  let whole = ''
  for (const line of lines) {
    const shown = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line
    if (whole.length + shown.length > longestDiff) return `${whole}…`
    whole += `${shown}\n`
  }
  return whole
}
